import assert from 'node:assert/strict';
import { requestRate } from '../../../../local/aws/lambda/request-rate.ts';

describe('request rate', () => {
  it("takes a second's requests at once, and then one whenever it is due again", () => {
    let now = 0;
    const mayRequest = requestRate(10, () => now);
    const taken = () => Array.from({ length: 20 }, mayRequest).filter((may) => may).length;

    const atTimes = [0, 50, 100, 400, 60_000].map((at) => {
      now = at;
      return taken();
    });

    assert.deepEqual(atTimes, [10, 0, 1, 3, 10]);
  });
});
