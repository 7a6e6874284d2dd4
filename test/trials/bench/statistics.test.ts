import assert from 'node:assert/strict';
import fc from 'fast-check';
import { summary } from '../../../trials/bench/measure/statistics.ts';

describe('summary', () => {
  it('takes the middle between two samples where none is in the middle', () => {
    assert.deepEqual(summary([4, 1, 3, 2]), { p50: 2.5, p99: 3.97, min: 1, max: 4, spread: 1.5 });
  });

  it('is the same in whatever order the samples came, and never outside them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (samples) => {
        const { min, p50, p99, max } = summary(samples);
        assert.deepEqual(summary(samples.toReversed()), summary(samples));
        assert.ok(min <= p50 && p50 <= p99 && p99 <= max);
        assert.equal(max, Math.max(...samples));
      }),
    );
  });
});
