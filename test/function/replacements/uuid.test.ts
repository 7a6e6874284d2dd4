import assert from 'node:assert/strict';
import { bindV4 } from '../../../function/replacements/uuid.ts';

describe('uuid, in the place of what makes the ids of invocations in the AWS SDK', () => {
  it('makes random UUIDs of version 4, each another', () => {
    const v4 = bindV4();
    const made = Array.from({ length: 100 }, () => v4());

    // RFC 9562: version in the 13th digit, variant in the 17th.
    for (const id of made) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(made).size, 100);
  });
});
