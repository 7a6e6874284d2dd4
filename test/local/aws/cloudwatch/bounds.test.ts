import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MetricStore } from '../../../../local/aws/cloudwatch/metrics/metric-store.ts';
import { start } from './local-cloudwatch.ts';

describe('the metric store', () => {
  it('stays flat under a million values of a month', async function () {
    this.timeout(180_000);
    const flags = ['--expose-gc', new URL('./filled-store.ts', import.meta.url).pathname];
    // What the coverage counts would be in its memory.
    const { stdout } = await promisify(execFile)(process.execPath, flags, {
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    const { metrics, fullMb, moreMb } = JSON.parse(stdout);
    assert.ok(fullMb < 36, `${fullMb} MB when full`);
    assert.ok(moreMb < 2, `${moreMb} MB more after a third of a million more`);
    assert.equal(metrics, 20);
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
