import assert from 'node:assert/strict';
import { DescribeAlarmHistoryCommand, SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import type { MetricAlarmDeclaration } from '../../../../../local/aws/cloudwatch/alarms/declaration.ts';
import type { AlarmNotification } from '../../../../../local/aws/cloudwatch/alarms/notification/notification.ts';
import { type LocalCloudWatch, startCloudWatch } from '../local-cloudwatch.ts';
import { alarm, arnOf, topic } from './alarm-declarations.ts';

const ticket = 'arn:aws:sns:us-east-1:123456789012:tickets';

describe('the actions of an alarm', () => {
  let aws: LocalCloudWatch;
  let sent: { readonly action: string; readonly notification: AlarmNotification }[];
  let refusal: string | undefined;

  const begin = async (...alarms: readonly MetricAlarmDeclaration[]) => {
    sent = [];
    refusal = undefined;
    aws = await startCloudWatch({
      alarms,
      act(action, notification) {
        if (refusal !== undefined) throw new Error(refusal);
        sent.push({ action, notification });
      },
    });
  };
  afterEach(() => aws.close());

  const set = (AlarmName: string, value: StateValue) =>
    aws.client.send(new SetAlarmStateCommand({ AlarmName, StateValue: value, StateReason: 'a drill' }));
  const actions = async () => {
    const { AlarmHistoryItems = [] } = await aws.client.send(
      new DescribeAlarmHistoryCommand({ HistoryItemType: 'Action' }),
    );
    return AlarmHistoryItems;
  };
  const document = () => JSON.parse(sent[0]?.notification.message.default ?? '');

  it('are those of the state it goes into, and none when it stays', async () => {
    await begin(alarm('age', { AlarmActions: [topic, ticket], OKActions: [ticket] }));
    await set('age', 'ALARM');
    await set('age', 'ALARM');
    assert.deepEqual(
      sent.map(({ action }) => action),
      [topic, ticket],
    );
    await set('age', 'OK');
    await set('age', 'INSUFFICIENT_DATA');
    assert.deepEqual(
      sent.slice(2).map(({ action }) => action),
      [ticket],
    );
  });

  it('are not carried out while they are disabled', async () => {
    await begin(alarm('age', { AlarmActions: [topic], ActionsEnabled: false }));
    await set('age', 'ALARM');
    assert.deepEqual([sent, await actions()], [[], []]);
  });

  it('publish the alarm, its metric and why it changed', async () => {
    const Dimensions = [{ Name: 'source', Value: 'momento' }];
    await begin(alarm('age', { AlarmActions: [topic], AlarmDescription: 'look at the queue', Dimensions }));
    await set('age', 'ALARM');
    assert.equal(sent[0]?.notification.subject, 'ALARM: "age" in US East (N. Virginia)');
    assert.deepEqual(document(), {
      AlarmName: 'age',
      AlarmDescription: 'look at the queue',
      AWSAccountId: '123456789012',
      NewStateValue: 'ALARM',
      NewStateReason: 'a drill',
      StateChangeTime: '2026-07-10T12:00:00.000+0000',
      Region: 'US East (N. Virginia)',
      AlarmArn: arnOf('age'),
      OldStateValue: 'INSUFFICIENT_DATA',
      OKActions: [],
      AlarmActions: [topic],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'Age',
        Namespace: 'App',
        StatisticType: 'Statistic',
        Statistic: 'MAXIMUM',
        Unit: null,
        Dimensions: [{ value: 'momento', name: 'source' }],
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
    });
  });

  it('publish the expression of an alarm on one', async () => {
    const stat = { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 300, Stat: 'Sum' };
    const { MetricName: _, Namespace: __, Statistic: ___, Period: ____, ...common } = alarm('rate');
    const Metrics = [
      { Id: 'e', MetricStat: stat, ReturnData: false },
      { Id: 'percent', Expression: '100 * e' },
    ];
    await begin({ ...common, AlarmActions: [topic], Metrics });
    await set('rate', 'ALARM');
    const { Trigger } = document();
    assert.deepEqual(
      [Trigger.Period, Trigger.Metrics],
      [
        300,
        [
          { Id: 'e', MetricStat: { ...stat, Metric: { ...stat.Metric, Dimensions: [] } }, ReturnData: false },
          { Id: 'percent', Expression: '100 * e' },
        ],
      ],
    );
  });

  it('write a mail that says the same to a person', async () => {
    await begin(alarm('age', { AlarmActions: [topic], AlarmDescription: 'look at the queue' }));
    await set('age', 'ALARM');
    const { email = '', sms = '' } = sent[0]?.notification.message ?? {};
    assert.equal(sms, 'ALARM: "age" in US East (N. Virginia)');
    for (const said of [
      'has entered the ALARM state, because "a drill" at "Friday 10 July, 2026 12:00:00 UTC"',
      'look at the queue',
      'INSUFFICIENT_DATA -> ALARM',
      'GreaterThanThreshold 5 for at least 2 of the last 3 period(s) of 60 seconds',
      arnOf('age'),
    ]) {
      assert.ok(email.includes(said), said);
    }
  });

  it('cut a name that makes the subject too long for SNS', async () => {
    const name = 'a'.repeat(120);
    await begin(alarm(name, { AlarmActions: [topic] }));
    await set(name, 'ALARM');
    const { subject = '' } = sent[0]?.notification ?? {};
    assert.equal(subject.length, 100);
    assert.match(subject, /^ALARM: "a+\.\.\." in US East \(N\. Virginia\)$/);
  });

  it('are in the history with what was published', async () => {
    await begin(alarm('age', { AlarmActions: [topic] }));
    await set('age', 'ALARM');
    const [item] = await actions();
    assert.equal(item?.HistorySummary, `Successfully executed action ${topic}`);
    const data = JSON.parse(item?.HistoryData ?? '');
    assert.deepEqual([data.actionState, data.notificationResource, data.error], ['Succeeded', topic, null]);
    assert.equal(JSON.parse(JSON.parse(data.publishedMessage).default).AlarmName, 'age');
  });

  it('are in the history as failed, with the reason, when the topic refuses', async () => {
    await begin(alarm('age', { AlarmActions: [topic] }));
    refusal = 'CloudWatch Alarms is not authorized';
    await set('age', 'ALARM');
    const [item] = await actions();
    assert.equal(
      item?.HistorySummary,
      `Failed to execute action ${topic}. Received error: "CloudWatch Alarms is not authorized"`,
    );
    const data = JSON.parse(item?.HistoryData ?? '');
    assert.deepEqual([data.actionState, data.error], ['Failed', refusal]);
  });
});
