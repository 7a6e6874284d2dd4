import assert from 'node:assert/strict';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { hour, type LocalCloudWatch, minute, start, startCloudWatch } from '../local-cloudwatch.ts';
import { alarm } from './alarm-declarations.ts';

/*
 * The worked examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html, met as a
 * client meets them. Those of missing data and of M out of N are with the verdict.
 */
describe('the evaluation of an alarm, as documented', () => {
  let aws: LocalCloudWatch;
  afterEach(() => aws.close());

  const stateAt = async (time: number) => {
    aws.now = time;
    aws.clock.catchUp();
    const { MetricAlarms = [] } = await aws.client.send(new DescribeAlarmsCommand({ AlarmNames: ['it'] }));
    return MetricAlarms[0]?.StateValue;
  };
  const put = async (time: number, Value: number) => {
    aws.now = time;
    await aws.put({ MetricName: 'It', Value });
  };

  // "If the Period is 5 minutes and Evaluation Periods is 1, then at the end of minute 5 the alarm evaluates based on data
  // from minutes 1 to 5. Then at the end of minute 6, the alarm is evaluated based on the data from minutes 2 to 6."
  it('takes a window of five minutes that moves on every minute', async () => {
    const window = { MetricName: 'It', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    aws = await startCloudWatch({ alarms: [alarm('it', { ...window, Threshold: 9 })] });
    for (const [at, value] of [10, 0, 0, 0, 0, 0].entries()) await put(start + at * minute, value);
    assert.equal(await stateAt(start + 5 * minute), 'ALARM');
    assert.equal(await stateAt(start + 6 * minute), 'OK');
  });

  // "If the alarm period is 10 seconds, 20 seconds, or 30 seconds, the alarm is evaluated every 10 seconds."
  it('comes every 10 seconds for a period of 30', async () => {
    const window = { MetricName: 'It', Statistic: 'Sum', Period: 30, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    aws = await startCloudWatch({ alarms: [alarm('it', { ...window, Threshold: 9 })] });
    await put(start, 10);
    await put(start + 35_000, 0);
    assert.equal(await stateAt(start + 39_000), 'ALARM');
    assert.equal(await stateAt(start + 40_000), 'OK');
  });

  // "An alarm that monitors a job that runs every 3 days at 10:00": evaluated once an hour, for the data up to the full
  // hour. The start of these tests is 12:00, so the job runs then.
  it('comes once an hour for more than a day: the job that runs every three days', async () => {
    aws = await startCloudWatch({
      alarms: [
        alarm('it', {
          MetricName: 'It',
          Statistic: 'Sum',
          ComparisonOperator: 'LessThanThreshold',
          Threshold: 1,
          Period: 259_200,
          EvaluationPeriods: 1,
          DatapointsToAlarm: 1,
        }),
      ],
    });
    const run = start + 72 * hour;
    await put(start + 2 * minute, 1);
    await put(run + 2 * minute, 0);
    assert.equal(await stateAt(run + 3 * minute), 'OK');
    assert.equal(await stateAt(run + 59 * minute), 'OK');
    assert.equal(await stateAt(run + hour + 3 * minute), 'ALARM');
    await put(run + hour + 43 * minute, 1);
    assert.equal(await stateAt(run + hour + 59 * minute), 'ALARM');
    assert.equal(await stateAt(run + 2 * hour + 3 * minute), 'OK');
  });
});
