import assert from 'node:assert/strict';
import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmNotification } from '../../../../../local/aws/cloudwatch/alarms/notification/notification.ts';
import { createCloudWatch } from '../../../../../local/aws/cloudwatch/cloudwatch.ts';
import { type LocalCloudWatch, minute, start, startCloudWatch } from '../local-cloudwatch.ts';
import { alarm, arnOf, composite, topic } from './alarm-declarations.ts';

const once = { EvaluationPeriods: 1, DatapointsToAlarm: 1, TreatMissingData: 'ignore' } as const;
const alarms = [
  alarm('failing', { ...once, MetricName: 'Failures' }),
  alarm('slow', { ...once, MetricName: 'Latency' }),
  alarm('deploying', { ...once, MetricName: 'Deploys' }),
];
const page = composite('page', 'ALARM(failing) OR ALARM(slow)', { AlarmActions: [topic], OKActions: [topic] });
const muted = composite('muted', 'ALARM(failing)', {
  AlarmActions: [topic],
  ActionsSuppressor: 'deploying',
  ActionsSuppressorWaitPeriod: 120,
  ActionsSuppressorExtensionPeriod: 180,
});
const both = composite('both', `ALARM("page") AND ALARM(${arnOf('slow')})`, { AlarmDescription: 'two at once' });

describe('composite alarms', () => {
  let aws: LocalCloudWatch;
  let sent: { readonly action: string; readonly notification: AlarmNotification; readonly minute: number }[];
  beforeEach(async () => {
    sent = [];
    aws = await startCloudWatch({
      alarms,
      compositeAlarms: [both, page, muted],
      act: (action, notification) => sent.push({ action, notification, minute: (aws.now - start) / minute }),
    });
    pass(1);
    sent.length = 0;
  });
  afterEach(() => aws.close());

  const pass = (minutes: number) => {
    for (let at = 0; at < minutes; at += 1) {
      aws.now += minute;
      aws.clock.catchUp();
    }
  };
  /** Values that come in one after the other; the alarm of the metric is evaluated after each. */
  const values = async (MetricName: string, ...given: readonly number[]) => {
    for (const Value of given) {
      await aws.put({ MetricName, Value });
      pass(1);
    }
  };
  const describeAlarms = (more: DescribeAlarmsCommandInput) => aws.client.send(new DescribeAlarmsCommand(more));
  const find = async (name: string) => {
    const { CompositeAlarms = [] } = await describeAlarms({ AlarmTypes: ['CompositeAlarm'], AlarmNames: [name] });
    return CompositeAlarms[0];
  };
  const set = (AlarmName: string, value: StateValue) =>
    aws.client.send(new SetAlarmStateCommand({ AlarmName, StateValue: value, StateReason: 'a drill' }));

  it('are evaluated when they are created, and say so', async () => {
    const found = await find('page');
    assert.equal(found?.StateValue, 'OK');
    assert.equal(found?.StateReason, `${arnOf('page')} was created and its alarm rule evaluates to OK`);
    assert.equal(found?.AlarmRule, 'ALARM(failing) OR ALARM(slow)');
  });

  it('change when a child changes, and say which', async () => {
    await values('Failures', 9);
    const found = await find('page');
    assert.equal(found?.StateValue, 'ALARM');
    assert.equal(found?.StateReason, `${arnOf('failing')} transitioned to ALARM at Friday 10 July, 2026 12:02:00 UTC`);
    assert.deepEqual(JSON.parse(found?.StateReasonData ?? ''), {
      triggeringAlarms: [
        { arn: arnOf('failing'), state: { value: 'ALARM', timestamp: '2026-07-10T12:02:00.000+0000' } },
      ],
    });
    assert.equal((await find('both'))?.StateValue, 'OK');
    await values('Latency', 9);
    assert.equal((await find('both'))?.StateValue, 'ALARM');
  });

  it('tell of one fault once, however many children follow', async () => {
    await values('Failures', 9);
    await values('Latency', 9);
    assert.deepEqual(
      sent.map(({ notification }) => notification.subject),
      ['ALARM: "page" in US East (N. Virginia)'],
    );
  });

  it('notify with their rule and the children that made them change', async () => {
    await values('Failures', 9);
    const document = JSON.parse(sent[0]?.notification.message.default ?? '');
    assert.deepEqual(document, {
      AlarmName: 'page',
      AlarmDescription: null,
      AWSAccountId: '123456789012',
      NewStateValue: 'ALARM',
      NewStateReason: `${arnOf('failing')} transitioned to ALARM at Friday 10 July, 2026 12:02:00 UTC`,
      StateChangeTime: '2026-07-10T12:02:00.000+0000',
      Region: 'US East (N. Virginia)',
      AlarmArn: arnOf('page'),
      OldStateValue: 'OK',
      OKActions: [topic],
      AlarmActions: [topic],
      InsufficientDataActions: [],
      AlarmRule: 'ALARM(failing) OR ALARM(slow)',
      TriggeringChildren: [
        { Arn: arnOf('failing'), State: { Value: 'ALARM', Timestamp: '2026-07-10T12:02:00.000+0000' } },
      ],
    });
  });

  it('hold their actions back while the suppressor is in alarm, and carry them out after the extension', async () => {
    const told = () => sent.filter(({ notification }) => notification.alarmArn === arnOf('muted'));
    await values('Failures', 9);
    assert.equal((await find('muted'))?.ActionsSuppressedBy, 'WaitPeriod');
    await values('Deploys', 9);
    const suppressed = await find('muted');
    assert.deepEqual(
      [suppressed?.StateValue, suppressed?.ActionsSuppressedBy, suppressed?.ActionsSuppressedReason],
      ['ALARM', 'Alarm', 'Actions suppressed by Alarm'],
    );
    await values('Deploys', 9, 9, 9, 1);
    assert.equal((await find('muted'))?.ActionsSuppressedBy, 'ExtensionPeriod');
    pass(2);
    assert.deepEqual(told(), []);
    pass(1);
    assert.deepEqual(
      told().map(({ minute }) => minute),
      [10],
    );
    assert.equal((await find('muted'))?.ActionsSuppressedBy, undefined);
  });

  it('stay as they are set until a child changes', async () => {
    await set('page', 'ALARM');
    pass(3);
    assert.equal((await find('page'))?.StateValue, 'ALARM');
    await values('Failures', 9, 1);
    assert.equal((await find('page'))?.StateValue, 'OK');
    await assert.rejects(set('gone', 'OK'), { name: 'ResourceNotFound' });
  });

  it('follow at once when a child is set', async () => {
    await set('slow', 'ALARM');
    assert.equal((await find('page'))?.StateValue, 'ALARM');
  });

  it('are described apart from metric alarms, and those alone when nothing is said', async () => {
    const names = async (more: DescribeAlarmsCommandInput) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await describeAlarms(more);
      return [MetricAlarms, CompositeAlarms].map((some) => some.map(({ AlarmName }) => AlarmName));
    };
    const metric = ['deploying', 'failing', 'slow'];
    assert.deepEqual(await names({}), [metric, []]);
    assert.deepEqual(await names({ AlarmTypes: ['CompositeAlarm'] }), [[], ['both', 'muted', 'page']]);
    const all = await names({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] });
    assert.deepEqual(all, [metric, ['both', 'muted', 'page']]);
    assert.deepEqual(await names({ ChildrenOfAlarmName: 'both' }), [['slow'], ['page']]);
    assert.deepEqual(await names({ ParentsOfAlarmName: 'failing' }), [[], ['muted', 'page']]);
    await assert.rejects(names({ ParentsOfAlarmName: 'failing', StateValue: 'OK' }), /MaxRecords and NextToken alone/);
  });

  it('tell of their children the state, and of their parents the name', async () => {
    const { MetricAlarms } = await describeAlarms({ ChildrenOfAlarmName: 'both' });
    const at = new Date(start);
    assert.deepEqual(MetricAlarms, [
      {
        AlarmName: 'slow',
        AlarmArn: arnOf('slow'),
        StateValue: 'INSUFFICIENT_DATA',
        StateUpdatedTimestamp: at,
        StateTransitionedTimestamp: at,
      },
    ]);
    const { CompositeAlarms } = await describeAlarms({ ParentsOfAlarmName: 'page' });
    assert.deepEqual(CompositeAlarms, [{ AlarmName: 'both', AlarmArn: arnOf('both') }]);
  });

  it('have a history of changes and actions', async () => {
    await values('Failures', 9);
    const { AlarmHistoryItems = [] } = await aws.client.send(
      new DescribeAlarmHistoryCommand({ AlarmTypes: ['CompositeAlarm'], AlarmName: 'page', MaxRecords: 2 }),
    );
    assert.deepEqual(
      AlarmHistoryItems.map(({ AlarmType, HistoryItemType, HistorySummary }) => [
        AlarmType,
        HistoryItemType,
        HistorySummary,
      ]),
      [
        ['CompositeAlarm', 'Action', `Successfully executed action ${topic}`],
        ['CompositeAlarm', 'StateUpdate', 'Alarm updated from OK to ALARM'],
      ],
    );
  });

  for (const [what, declared, message] of [
    ['a rule that cannot be read', [composite('it', 'ALARM(')], /alarm it: AlarmRule is not valid/],
    ['an alarm that there is not', [composite('it', 'ALARM(gone)')], /alarm it: there is no alarm gone/],
    ['a circle', [composite('it', 'OK(other)'), composite('other', 'OK(it)')], /depends on itself/],
    ['a suppressor without periods', [composite('it', 'TRUE', { ActionsSuppressor: 'slow' })], /needs a wait period/],
    ['an action on something else', [composite('it', 'TRUE', { OKActions: ['arn:aws:lambda:x'] })], /only SNS topics/],
  ] as const) {
    it(`with ${what} are refused at the start`, () => {
      assert.throws(
        () => createCloudWatch({ dashboards: [], alarms, compositeAlarms: declared, functionName: 'f' }),
        message,
      );
    });
  }
});
