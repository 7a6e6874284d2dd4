import assert from 'node:assert/strict';
import {
  CloudWatchServiceException,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { createCloudWatch } from '../../../../../local/aws/cloudwatch/cloudwatch.ts';
import { hour, type LocalCloudWatch, minute, start, startCloudWatch } from '../local-cloudwatch.ts';
import { alarm, topic } from './alarm-declarations.ts';

const rate = alarm('rate', {
  Threshold: 10,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  TreatMissingData: 'notBreaching',
  AlarmActions: [topic],
  ...({ MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined } as object),
  Metrics: [
    {
      Id: 'e',
      MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 300, Stat: 'Sum' },
      ReturnData: false,
    },
    {
      Id: 'r',
      MetricStat: { Metric: { Namespace: 'App', MetricName: 'Requests' }, Period: 300, Stat: 'Sum' },
      ReturnData: false,
    },
    { Id: 'percent', Expression: '100 * e / r' },
  ],
});

const slow = alarm('slow', {
  MetricName: 'Slow',
  Period: 3600,
  EvaluationPeriods: 24,
  DatapointsToAlarm: 20,
  TreatMissingData: 'notBreaching',
});

const daily = alarm('daily', {
  MetricName: 'Daily',
  Period: 3600,
  EvaluationPeriods: 25,
  DatapointsToAlarm: 1,
  TreatMissingData: 'notBreaching',
});

const burn = alarm('burn', {
  MetricName: 'Burnt',
  Statistic: 'Sum',
  Period: 21_600,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
});

describe('alarms', () => {
  let aws: LocalCloudWatch;
  beforeEach(async () => {
    aws = await startCloudWatch({ alarms: [rate, slow, alarm('age'), daily, burn] });
  });
  afterEach(() => aws.close());

  const describeAlarms = async (more: DescribeAlarmsCommandInput = {}) => {
    const { MetricAlarms = [] } = await aws.client.send(new DescribeAlarmsCommand(more));
    return MetricAlarms;
  };
  const stateOf = async (name: string) => {
    const [found] = await describeAlarms({ AlarmNames: [name] });
    return found?.StateValue;
  };
  /** One value a minute; the alarms are evaluated a little after each minute. */
  const minutes = async (name: string, ...values: readonly (number | undefined)[]) => {
    for (const value of values) {
      if (value !== undefined) await aws.put({ MetricName: name, Value: value });
      aws.now += minute;
      aws.clock.catchUp();
    }
  };

  it('begin without data', async () => {
    const [age] = await describeAlarms({ AlarmNames: ['age'] });
    assert.deepEqual(age, {
      ...alarm('age'),
      AlarmConfigurationUpdatedTimestamp: new Date(start),
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(start),
      StateTransitionedTimestamp: new Date(start),
    });
  });

  it('go into alarm and back as the points say', async () => {
    await minutes('Age', 1, 1, 1);
    assert.equal(await stateOf('age'), 'OK');
    await minutes('Age', 9);
    assert.equal(await stateOf('age'), 'OK');
    await minutes('Age', 9);
    assert.equal(await stateOf('age'), 'ALARM');
    await minutes('Age', 1, 1);
    assert.equal(await stateOf('age'), 'OK');
    await minutes('Age', undefined, undefined, undefined, undefined, undefined);
    assert.equal(await stateOf('age'), 'INSUFFICIENT_DATA');
  });

  it('say why, in words and for programs', async () => {
    await minutes('Age', 1, 9, 7.5);
    const [age] = await describeAlarms({ AlarmNames: ['age'] });
    assert.equal(
      age?.StateReason,
      'Threshold Crossed: 2 out of the last 3 datapoints [7.5 (10/07/26 12:02:00), 9.0 (10/07/26 12:01:00)] were ' +
        'greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
    assert.deepEqual(JSON.parse(age?.StateReasonData ?? ''), {
      version: '1.0',
      queryDate: '2026-07-10T12:03:00.000+0000',
      startDate: '2026-07-10T12:00:00.000+0000',
      period: 60,
      recentDatapoints: [1, 9, 7.5],
      threshold: 5,
      evaluatedDatapoints: [
        { timestamp: '2026-07-10T12:02:00.000+0000', value: 7.5 },
        { timestamp: '2026-07-10T12:01:00.000+0000', value: 9 },
        { timestamp: '2026-07-10T12:00:00.000+0000', value: 1 },
      ],
    });
    await minutes('Age', undefined, undefined, undefined, undefined, undefined);
    const [silent] = await describeAlarms({ AlarmNames: ['age'] });
    assert.equal(silent?.StateReason, 'Insufficient Data: 3 datapoints were unknown.');
    const [ratio] = await describeAlarms({ AlarmNames: ['rate'] });
    assert.equal(
      ratio?.StateReason,
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    );
  });

  it('watch an expression, in a window that slides from minute to minute', async () => {
    await minutes('Requests', 10, 10, 10);
    await aws.put({ MetricName: 'Errors', Value: 6 });
    await minutes('Requests', 10);
    assert.equal(await stateOf('rate'), 'ALARM');
    await minutes('Requests', 10, 10);
    assert.equal(await stateOf('rate'), 'ALARM');
    await minutes('Requests', 10, 10, 10, 10, 10);
    assert.equal(await stateOf('rate'), 'OK');
  });

  it('watch hours of a day', async () => {
    for (let at = 0; at < 26; at += 1) {
      await aws.put({ MetricName: 'Slow', Value: 9 });
      aws.now += hour;
      aws.clock.catchUp();
      if (at === 18) assert.equal(await stateOf('slow'), 'OK');
    }
    assert.equal(await stateOf('slow'), 'ALARM');
  });

  it('of more than a day are evaluated once an hour, for what there was up to the full hour', async () => {
    // 12:30, when three hours of the 25 breach already.
    aws.now += 30 * minute;
    await aws.put({ MetricName: 'Daily', Value: 9 });
    aws.clock.catchUp();
    assert.notEqual(await stateOf('daily'), 'ALARM');
    aws.now += 29 * minute;
    aws.clock.catchUp();
    assert.notEqual(await stateOf('daily'), 'ALARM');
    aws.now += minute;
    aws.clock.catchUp();
    assert.equal(await stateOf('daily'), 'ALARM');
  });

  it('sum up six hours anew every minute', async () => {
    await aws.put({ MetricName: 'Burnt', Value: 6 });
    await minutes('Burnt', 0);
    assert.equal(await stateOf('burn'), 'ALARM');
    aws.now += 6 * hour - 2 * minute;
    await minutes('Burnt', 0);
    assert.equal(await stateOf('burn'), 'ALARM');
    await minutes('Burnt', 0);
    assert.equal(await stateOf('burn'), 'OK');
  });

  it('see every minute of a burst of them', async () => {
    await minutes('Age', 1, 1, 1);
    await aws.put(
      ...[9, 9, 1, 1].map((Value, index) => ({
        MetricName: 'Age',
        Value,
        Timestamp: new Date(aws.now + index * minute),
      })),
    );
    aws.now += 5 * minute;
    aws.clock.catchUp();
    const changes = (await history({ HistoryItemType: 'StateUpdate', MaxRecords: 2 })).map((item) => [
      ((item.Timestamp?.getTime() ?? 0) - start) / minute,
      item.HistorySummary,
    ]);
    assert.deepEqual(changes, [
      [7, 'Alarm updated from ALARM to OK'],
      [5, 'Alarm updated from OK to ALARM'],
    ]);
  });

  it('are found by name, prefix, state and action', async () => {
    await minutes('Age', 1, 1, 1);
    const names = async (more: DescribeAlarmsCommandInput) =>
      (await describeAlarms(more)).map(({ AlarmName }) => AlarmName);
    assert.deepEqual(await names({}), ['age', 'burn', 'daily', 'rate', 'slow']);
    assert.deepEqual(await names({ AlarmNamePrefix: 'ra' }), ['rate']);
    assert.deepEqual(await names({ StateValue: 'ALARM' }), []);
    assert.deepEqual(await names({ StateValue: 'OK' }), ['age', 'daily', 'rate', 'slow']);
    assert.deepEqual(await names({ ActionPrefix: 'arn:aws:sns' }), ['rate']);
    assert.deepEqual(await names({ AlarmTypes: ['CompositeAlarm'] }), []);
    const first = await aws.client.send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
    assert.deepEqual(await names({ MaxRecords: 1, NextToken: first.NextToken }), ['burn']);
    await assert.rejects(names({ NextToken: 'x' }), CloudWatchServiceException);
    await assert.rejects(names({ AlarmNames: ['age'], AlarmNamePrefix: 'a' }), /cannot be specified together/);
  });

  const history = async (more: DescribeAlarmHistoryCommandInput = {}) => {
    const { AlarmHistoryItems = [] } = await aws.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'age', ...more }),
    );
    return AlarmHistoryItems;
  };

  it('remember how they came into their state, newest first', async () => {
    await minutes('Age', 1, 1, 1, 9, 9);
    const items = await history();
    assert.deepEqual(
      items.map(({ Timestamp, HistoryItemType, HistorySummary }) => [
        ((Timestamp?.getTime() ?? 0) - start) / minute,
        HistoryItemType,
        HistorySummary,
      ]),
      [
        [5, 'StateUpdate', 'Alarm updated from OK to ALARM'],
        [1, 'StateUpdate', 'Alarm updated from INSUFFICIENT_DATA to OK'],
        [0, 'ConfigurationUpdate', 'Alarm "age" created'],
      ],
    );
    const { oldState, newState } = JSON.parse(items[0]?.HistoryData ?? '');
    assert.deepEqual([oldState.stateValue, newState.stateValue], ['OK', 'ALARM']);
    assert.deepEqual(newState.stateReasonData.recentDatapoints, [1, 9, 9]);
  });

  it('show their history in part', async () => {
    await minutes('Age', 1, 1, 1, 9, 9);
    const count = async (more: DescribeAlarmHistoryCommandInput) => (await history(more)).length;
    assert.equal(await count({ HistoryItemType: 'StateUpdate' }), 2);
    assert.equal(await count({ StartDate: new Date(start + 2 * minute) }), 1);
    assert.equal(await count({ EndDate: new Date(start + 2 * minute) }), 2);
    assert.equal(await count({ AlarmName: undefined }), 10);
    const [oldest] = await history({ ScanBy: 'TimestampAscending', MaxRecords: 1 });
    assert.equal(oldest?.HistoryItemType, 'ConfigurationUpdate');
  });

  it('take a state for a test until the next evaluation', async () => {
    await minutes('Age', 1, 1, 1);
    const set = (AlarmName: string, StateReasonData?: string) =>
      aws.client.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a drill', StateReasonData }),
      );
    await set('age', '{"drill":true}');
    const [age] = await describeAlarms({ AlarmNames: ['age'] });
    assert.deepEqual([age?.StateValue, age?.StateReason, age?.StateReasonData], ['ALARM', 'a drill', '{"drill":true}']);
    await minutes('Age', 1);
    assert.equal(await stateOf('age'), 'OK');
    await assert.rejects(set('age', '{'), { name: 'InvalidFormatFault' });
    await assert.rejects(set('gone'), { name: 'ResourceNotFound' });
  });

  for (const [what, declared, message] of [
    [
      'a function that is not carried out',
      { ...rate, Metrics: [...(rate.Metrics?.slice(0, 2) ?? []), { Id: 's', Expression: 'SEARCH("x", "Sum")' }] },
      /SEARCH/,
    ],
    ['an unknown statistic', alarm('age', { Statistic: 'Median' }), /not a valid statistic/],
    ['periods below an hour for more than a day', alarm('age', { EvaluationPeriods: 1441 }), /more than a day/],
    ['more than 7 days', alarm('age', { Period: 86_400, EvaluationPeriods: 8 }), /more than 7 days/],
    ['M above N', alarm('age', { DatapointsToAlarm: 4 }), /above EvaluationPeriods/],
    ['no metric', { ...rate, Metrics: [{ Id: 'x', Expression: 'TIME_SERIES(1)' }] }, /one period/],
    [
      'two results',
      { ...rate, Metrics: rate.Metrics?.map((query) => ({ ...query, ReturnData: true })) ?? [] },
      /exactly one/,
    ],
  ] as const) {
    it(`with ${what} are refused at the start`, () => {
      assert.throws(() => createCloudWatch({ dashboards: [], alarms: [declared], functionName: 'f' }), message);
    });
  }
});
