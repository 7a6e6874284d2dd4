import assert from 'node:assert/strict';
import { Clock } from '../../../../local/aws/clock.ts';
import { CloudWatchAlarms } from '../../../../local/aws/cloudwatch/alarms/alarms.ts';
import { MetricStore } from '../../../../local/aws/cloudwatch/metrics/metric-store.ts';
import { createSqs } from '../../../../local/aws/sqs/sqs.ts';
import { alarm } from './alarms/alarm-declarations.ts';
import { hour, type LocalCloudWatch, metric, minute, start, startCloudWatch } from './local-cloudwatch.ts';

describe('on a clock that runs faster', () => {
  let aws: LocalCloudWatch;
  afterEach(() => aws.close());

  it('what the function embeds in its log counts when it happened on that clock', async () => {
    aws = await startCloudWatch();
    aws.clock.speed = 60;
    aws.now += 10_000;
    const _aws = {
      Timestamp: aws.now - 500,
      CloudWatchMetrics: [{ Namespace: 'App', Dimensions: [[]], Metrics: [{ Name: 'Done', Unit: 'Count' }] }],
    };
    const message = JSON.stringify({ _aws, Done: 3 });
    aws.cloudWatch.observe.log({
      group: 'g',
      stream: 's',
      timestamp: aws.now,
      ingestionTime: aws.now,
      message,
      sequence: 1,
    });
    const [line] = await aws.data([metric('m', 'Done', 'Sum')], { EndTime: new Date(start + hour) });
    assert.deepEqual([line?.minutes, line?.values], [[9], [3]]);
  });

  it('what the platform measures keeps its length', async () => {
    aws = await startCloudWatch();
    aws.clock.speed = 120;
    aws.now += 60_000;
    aws.cloudWatch.observe.functionUrl({ at: aws.now - 10_000, latencyMs: 10_000, status: 500 });
    const Metric = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Url5xxCount',
      Dimensions: [{ Name: 'FunctionName', Value: 'ingress' }],
    };
    const query = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
    const [line] = await aws.data([query], { EndTime: new Date(start + 3 * hour) });
    assert.deepEqual([line?.minutes, line?.values], [[119], [1]]);
  });

  it('a message that waits for seconds is minutes old, and each minute tells', async () => {
    aws = await startCloudWatch();
    const arn = 'arn:aws:sqs:us-east-1:123456789012:parking';
    const queues = createSqs({
      queues: [{ name: 'parking', arn, url: 'http://127.0.0.1/123456789012/parking' }],
      clock: () => aws.now,
      metricsClock: aws.clock,
      observe: aws.cloudWatch.observe.queue,
    });
    aws.clock.speed = 60;
    queues.send(arn, 'parked');
    aws.now += 5000;
    aws.clock.catchUp();
    const Metric = {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: 'parking' }],
    };
    const query = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } };
    const [line] = await aws.data([query], { EndTime: new Date(start + hour) });
    assert.deepEqual(line?.values, [0, 60, 120, 180, 240, 300]);
    queues.close();
  });
});

describe('forty alarms on three days of minutes', () => {
  it('take a small part of a core at 120 times the speed', () => {
    let now = start;
    const clock = new Clock(1, () => now);
    const store = new MetricStore(clock.now);
    const names = Array.from({ length: 40 }, (_, index) => `M${index}`);
    const windows = [
      [60, 15],
      [300, 1],
      [3600, 1],
      [21_600, 1],
      [259_200, 1],
    ] as const;
    const alarms = new CloudWatchAlarms({
      metricAlarms: names.map((name, index) => {
        const [Period = 60, EvaluationPeriods = 1] = windows[index % windows.length] ?? [];
        return alarm(name, { MetricName: name, Statistic: 'Sum', Period, EvaluationPeriods, DatapointsToAlarm: 1 });
      }),
      compositeAlarms: [],
      store,
      now: clock.now,
      act: () => {},
    });
    const recordMinute = () => {
      for (const name of names) {
        const set = { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 };
        store.record({ metric: { namespace: 'App', name, dimensions: {} }, unit: 'Count', at: now, set });
      }
      now += minute;
    };
    for (let at = 0; at < 3 * 24 * 60; at += 1) recordMinute();
    const minutes = 240;
    let spentMs = 0;
    for (let at = 0; at < minutes; at += 1) {
      recordMinute();
      // Of the processor, and not of a machine that does something else.
      const before = process.cpuUsage();
      alarms.evaluate(now);
      const { user, system } = process.cpuUsage(before);
      spentMs += (user + system) / 1000;
    }
    // At 120 times the speed there are two minutes a second: 10 ms for each are a fiftieth of a core.
    assert.ok(spentMs / minutes < 10, `${spentMs / minutes} ms a minute`);
    console.log(`      ${(spentMs / minutes).toFixed(2)} ms a minute`);
  });
});
