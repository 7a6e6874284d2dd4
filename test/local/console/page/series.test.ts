import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aligned, type Series, stacked } from '../../../../local/console/page/chart/series.ts';

const series = (periodSeconds: number, ...points: readonly (readonly [number, number])[]): Series => ({
  label: 'one',
  axis: 'left',
  periodSeconds,
  points: points.map(([at, value]) => ({ at, value })),
});

describe('series on one axis of times', () => {
  it('are broken where a datapoint is missing', () => {
    const { times, values } = aligned([series(60, [0, 1], [60, 2], [240, 3])]);
    assert.deepEqual(times, [0, 60, 120, 240, 300]);
    assert.deepEqual(values, [[1, 2, null, 3, null]]);
  });

  it('are whole where only another series has more datapoints', () => {
    const { times, values } = aligned([series(300, [0, 1], [300, 2]), series(60, [0, 9], [60, 9], [120, 9], [300, 9])]);
    assert.deepEqual(values[0]?.slice(0, times.indexOf(300) + 1), [1, undefined, undefined, undefined, 2]);
  });

  it('end where their last datapoint ends', () => {
    const { values } = aligned([series(60, [0, 1]), series(60, [0, 5], [60, 5])]);
    assert.deepEqual(values[0], [1, null, null]);
  });

  it('keep every datapoint, at its own time', () => {
    const points = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer()), {
      selector: ([at]) => at,
    });
    const any = fc
      .tuple(fc.integer({ min: 1, max: 10 }), points)
      .map(([period, all]) => series(period, ...all.sort(([one], [other]) => one - other)));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), (all) => {
        const { times, values } = aligned(all);
        for (const [index, { points }] of all.entries()) {
          const drawn = times.flatMap((at, time) => {
            const value = values[index]?.[time];
            return typeof value === 'number' ? [{ at, value }] : [];
          });
          assert.deepEqual(drawn, points);
        }
      }),
    );
  });
});

describe('stacked series', () => {
  it('lie on those before them, and add nothing where they have no datapoint', () => {
    assert.deepEqual(
      stacked([
        [1, null, 3],
        [10, 20, undefined],
        [100, 100, 100],
      ]),
      [
        [1, 0, 3],
        [11, 20, 3],
        [111, 120, 103],
      ],
    );
  });
});
