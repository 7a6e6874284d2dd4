import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Distribution } from '../../../../local/aws/cloudwatch/metrics/distribution.ts';
import { statisticOf } from '../../../../local/aws/cloudwatch/metrics/statistic.ts';

function distribution(values: readonly number[]): Distribution {
  const recorded = new Distribution();
  for (const value of values) recorded.add(value);
  return recorded;
}

function statistic(name: string, values: readonly number[]): number | undefined {
  const known = statisticOf(name);
  assert.ok(known, name);
  return known(distribution(values));
}

/** The smallest value that so many percent of the values do not exceed. */
function exactPercentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length - 1e-9) - 1)] ?? Number.NaN;
}

const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1);
const latency = fc.double({ min: 1e-3, max: 1e5, noNaN: true });
const latencies = fc.array(latency, { minLength: 1, maxLength: 500 });

describe('statistics', () => {
  it('counts, sums and finds the ends', () => {
    assert.deepEqual(
      ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'].map((name) => statistic(name, [4, -1, 3])),
      [3, 6, 2, -1, 4],
    );
  });

  it('has a percentile that is within 1 % of the exact one', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 100, noNaN: true }), (values, percent) => {
        const name = `p${percent.toFixed(2)}`;
        const exact = exactPercentile(values, Number(name.slice(1)));
        const found = statistic(name, values) ?? Number.NaN;
        assert.ok(Math.abs(found - exact) <= exact * 0.01, `${name} of ${values} is ${exact}, found ${found}`);
      }),
    );
  });

  it('has the very value where the values around it are equal', () => {
    assert.equal(statistic('p50', [1, 1, 2, 7, 7]), 2);
    assert.equal(statistic('p99', [0, 0, 3]), 3);
    assert.equal(statistic('p0', [5, 9]), 5);
    assert.equal(statistic('p100', [5, 9]), 9);
  });

  it('is the same whether buckets are merged or filled at once', () => {
    fc.assert(
      fc.property(latencies, latencies, (some, others) => {
        const merged = distribution(some);
        merged.merge(distribution(others));
        const direct = distribution([...some, ...others]);
        assert.equal(merged.sampleCount, direct.sampleCount);
        for (const name of ['p1', 'p50', 'p99', 'tm90']) {
          const [one = 0, other = 0] = [merged, direct].map((values) => statisticOf(name)?.(values));
          assert.ok(Math.abs(one - other) <= 1e-9 * other, name);
        }
      }),
    );
  });

  // The descriptions of "CloudWatch statistics definitions", on the values from 1 to 100.
  for (const [name, expected] of [
    ['tm90', 45.5],
    ['TM(2%:98%)', 50.5],
    ['TM(50:70)', 60.5],
    ['IQM', 50.5],
    ['wm98', (98 * 99) / 2 / 100 + 2 * 0.98],
    ['WM(10%:90%)', 50.4],
    ['tc90', 90],
    ['TC(:20)', 20],
    ['TC(20:30)', 10],
    ['ts90', 4095],
    ['TS(80%:)', 1810],
    ['PR(:30)', 30],
    ['PR(30:50)', 20],
    ['PR(90:)', 10],
  ] as const) {
    it(`knows ${name}`, () => {
      const found = statistic(name, oneToHundred) ?? Number.NaN;
      assert.ok(Math.abs(found - expected) <= expected * 0.01, `${found}`);
    });
  }

  it('makes a trimmed sum of the trimmed mean and the trimmed count', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const [mean = 0, count = 0, sum = 0] = ['tm95', 'tc95', 'ts95'].map((name) => statistic(name, values));
        assert.ok(Math.abs(mean * count - sum) <= 1e-9 * sum);
      }),
    );
  });

  it('does not know other names', () => {
    for (const name of ['average', 'p101', 'p', 'P99', 'tm(5:9)', 'TM(1:5%)', 'TM(:)', 'TM(9:5)', 'PR(1%:5%)', 'pr5']) {
      assert.equal(statisticOf(name), undefined, name);
    }
  });

  it('has no percentile, nor anything like it, of negative values', () => {
    assert.equal(statistic('p50', [1, -1]), undefined);
    assert.equal(statistic('tm90', [1, -1]), undefined);
    assert.equal(statistic('Average', [1, -1]), 0);
  });

  it('has no percentile of a statistic set, unless its values must be equal', () => {
    const values = new Distribution();
    values.addSet({ sampleCount: 3, sum: 6, minimum: 2, maximum: 2 });
    assert.equal(statisticOf('p50')?.(values), 2);
    values.addSet({ sampleCount: 2, sum: 5, minimum: 1, maximum: 4 });
    assert.equal(statisticOf('p50')?.(values), undefined);
    assert.equal(statisticOf('Sum')?.(values), 11);
  });

  it('keeps the percentiles of the larger values where there are more than it can tell apart', () => {
    const values = distribution(Array.from({ length: 5000 }, (_, index) => 1.01 ** index));
    for (const percent of [60, 90, 99]) {
      const exact = 1.01 ** (50 * percent - 1);
      const found = statisticOf(`p${percent}`)?.(values) ?? Number.NaN;
      assert.ok(Math.abs(found - exact) <= exact * 0.01, `p${percent} is ${exact}, found ${found}`);
    }
    assert.equal(values.bins().length, 2048);
    assert.equal(statisticOf('p0')?.(values), 1);
  });
});
