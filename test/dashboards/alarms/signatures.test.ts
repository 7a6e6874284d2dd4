import assert from 'node:assert/strict';
import type { MetricAlarm } from '../../../dashboards/alarms/alarm.ts';
import { alarmsOf } from '../../../dashboards/alarms/alarms.ts';
import { metric as query, startCloudWatch } from '../../local/aws/cloudwatch/local-cloudwatch.ts';
import { large } from '../stacks.ts';

const { missedRotation, wrongSignatures } = alarmsOf(large).metric;

/** What an alarm watches in a period in which its metrics had these values, and those left out none. */
async function watched({ metrics, expression }: MetricAlarm, values: Readonly<Record<string, number>>) {
  const aws = await startCloudWatch();
  try {
    await aws.put(...Object.entries(values).map(([MetricName, Value]) => ({ MetricName, Value })));
    const queries = Object.keys(metrics).map((id) => query(id, id, 'Sum', { Period: 300 }));
    const lines = await aws.data([...queries, { Id: 'watched', Expression: expression }]);
    return lines.find(({ id }) => id === 'watched')?.values[0];
  } finally {
    await aws.close();
  }
}

describe('alarms on signatures', () => {
  it('see a missed rotation behind requests that never come to a signature', async () => {
    const period = { wrong: 900, deliveries: 1_000 };

    assert.equal(await watched(missedRotation, period), 100);
    assert.equal(await watched(wrongSignatures, period), 90);
  });

  it('take a flood of a hundred times the load for no missed rotation, as the senders get through', async () => {
    const share = await watched(missedRotation, { malformed: 50_000, wrong: 50_000, published: 900, parked: 100 });

    assert.ok(share !== undefined && share > 99 && share < missedRotation.threshold, `${share}`);
  });

  it('see nothing in what a few strangers do, nor in a period without deliveries', async () => {
    assert.equal(await watched(missedRotation, { malformed: 19 }), 0);
    assert.equal(await watched(missedRotation, { published: 5_000 }), 0);
    assert.equal(await watched(missedRotation, {}), undefined);
  });
});
