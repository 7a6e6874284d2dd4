import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MetricStore } from '../../../local/cloudwatch/metrics/metric-store.ts';
import { start } from './local-cloudwatch.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The memory of a buffer that nobody has any more is freed some time after the garbage was collected. */
async function memoryMb(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    collectGarbage();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
}

describe('the metric store', () => {
  it('stays flat under a million values of a month', async () => {
    let now = start;
    const store = new MetricStore(() => now);
    const names = Array.from({ length: 20 }, (_, index) => `Latency${index}`);
    // Values from 1 ms to 10 s, far apart as latencies are.
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const record = (values: number, everyMs: number) => {
      for (let index = 0; index < values; index += 1) {
        now += everyMs;
        const value = 10 ** (4 * random());
        const metric = {
          namespace: 'App',
          name: names[index % names.length] ?? '',
          dimensions: { service: 'ingress' },
        };
        store.record({
          metric,
          unit: 'Milliseconds',
          at: now,
          set: { sampleCount: 1, sum: value, minimum: value, maximum: value },
        });
      }
    };
    const before = await memoryMb();
    // 20 a second for half an hour, then a month of what keeps every tier full.
    record(40_000, 45);
    record(640_000, 3000);
    const full = await memoryMb();
    record(320_000, 3000);
    const later = await memoryMb();
    assert.ok(full - before < 36, `${full - before} MB when full`);
    assert.ok(later - full < 2, `${later - full} MB more after a third of a million more`);
    assert.equal(store.list().length, 20);
  });

  it('drops the metric that got nothing for longest when there are too many, and says so once', () => {
    const printed: unknown[] = [];
    const { error } = console;
    console.error = (...values: unknown[]) => printed.push(...values);
    try {
      const store = new MetricStore(() => start, 3);
      for (const name of ['a', 'b', 'c', 'a', 'd', 'e']) {
        const metric = { namespace: 'App', name, dimensions: {} };
        store.record({ metric, unit: 'None', at: start, set: { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 } });
      }
      assert.deepEqual(
        store.list().map(({ metric }) => metric.name),
        ['a', 'd', 'e'],
      );
      assert.equal(printed.length, 1);
      assert.match(String(printed[0]), /keeps 3 metrics/);
    } finally {
      console.error = error;
    }
  });
});
