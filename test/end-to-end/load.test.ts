import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { until } from '../until.ts';
import { lateIds, payload, type Running, repeatedIds, secretOf, send, sign, startJson, takeEvents } from './running.ts';

describe('20 deliveries a second for 30 s', function () {
  this.timeout(180_000);
  const count = 600;
  let run: Running;
  let statuses: readonly number[];
  let ids: readonly string[];
  let late: ReadonlySet<string>;
  let repeated: ReadonlySet<string>;

  before(async () => {
    // On a busy machine a delivery may last longer than half a second, and ten at once are then too few for 20 a second.
    run = await startJson('--config', 'reservedConcurrency=100');
    const secret = await secretOf(run);
    const started = performance.now();
    const answers: Promise<Response>[] = [];
    for (let n = 0; n < count; n += 1) {
      // At fixed times, whatever the answers do: a slow one must not slow the load.
      await setTimeout(Math.max(0, started + n * 50 - performance.now()));
      const body = payload({ topic_sequence_number: n });
      answers.push(send(run, { body, signature: sign(secret, body) }));
    }
    const responses = await Promise.all(answers);
    statuses = responses.map(({ status }) => status);
    ids = (await Promise.all(responses.map((response) => response.json() as Promise<{ id: string }>))).map(
      ({ id }) => id,
    );
    late = await lateIds(run);
    repeated = await repeatedIds(run);
  });
  after(() => run.stop());

  it('answers every one with 200, or with 202 where EventBridge was late', () => {
    assert.deepEqual(
      statuses,
      ids.map((id) => (late.has(id) ? 202 : 200)),
    );
  });

  it('loses none and doubles none on the bus', async () => {
    const onBus: (string | undefined)[] = [];
    await until(async () => {
      onBus.push(...(await takeEvents(run)).map(({ detail }) => detail.metadata.id));
      return ids.every((id) => onBus.includes(id));
    });
    // What was parked may have been on the bus all the same.
    const isOnce = (id = '') => !late.has(id) && !repeated.has(id);
    assert.deepEqual(onBus.filter(isOnce).sort(), ids.filter(isOnce).sort());
    assert.deepEqual(new Set(onBus), new Set(ids));
    assert.equal(new Set(ids).size, count);
  });

  it('starts no more environments than there were deliveries at once', async () => {
    const { events = [] } = await new CloudWatchLogsClient(run.aws).send(
      new FilterLogEventsCommand({
        logGroupName: '/aws/lambda/webhook-bridge_dev',
        filterPattern: '{ $.type = "platform.initStart" }',
      }),
    );
    assert(events.length >= 1 && events.length <= (await mostAtOnce(run)), `${events.length} environments`);
  });
});

async function mostAtOnce({ aws }: Running): Promise<number> {
  const { Datapoints = [] } = await new CloudWatchClient(aws).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'ConcurrentExecutions',
      Dimensions: [{ Name: 'FunctionName', Value: 'webhook-bridge_dev' }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  return Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum));
}
