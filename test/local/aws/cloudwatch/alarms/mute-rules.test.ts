import assert from 'node:assert/strict';
import {
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmHistoryCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  type ListAlarmMuteRulesCommandInput,
  PutAlarmMuteRuleCommand,
  type PutAlarmMuteRuleCommandInput,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { type LocalCloudWatch, minute, start, startCloudWatch } from '../local-cloudwatch.ts';
import { alarm, arnOf, composite, topic } from './alarm-declarations.ts';

/** Keep the state that they are given: there are no data. */
const set = { TreatMissingData: 'ignore', AlarmActions: [topic] } as const;
const held = {
  AlarmActions: [topic],
  ActionsSuppressor: 'cause',
  ActionsSuppressorWaitPeriod: 60,
  ActionsSuppressorExtensionPeriod: 120,
};

describe('alarm mute rules', () => {
  let aws: LocalCloudWatch;
  /** Alarms that acted, with the state each was in and the minute. */
  let acted: (readonly [string, string, number])[];
  beforeEach(async () => {
    acted = [];
    aws = await startCloudWatch({
      alarms: [
        alarm('it', { ...set, OKActions: [topic] }),
        alarm('other', set),
        alarm('cause', set),
        alarm('more', { ...set, AlarmActions: [] }),
      ],
      compositeAlarms: [composite('effect', 'ALARM(more)', held)],
      act: (_, { alarmArn, subject }) =>
        acted.push([alarmArn.split(':').at(-1) ?? '', subject.split(':')[0] ?? '', (aws.now - start) / minute]),
    });
    for (const name of ['it', 'other', 'cause', 'more']) await become(name, 'OK');
    acted.length = 0;
  });
  afterEach(() => aws.close());

  const pass = (minutes: number) => {
    for (let at = 0; at < minutes; at += 1) {
      aws.now += minute;
      aws.clock.catchUp();
    }
  };
  const become = (AlarmName: string, StateValue: StateValue) =>
    aws.client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
  /** @param from in minutes from the start of the test */
  const put = (Name: string, from: number, Duration: string, more: Partial<PutAlarmMuteRuleCommandInput> = {}) => {
    const Expression = `at(${new Date(start + from * minute).toISOString().slice(0, 16)})`;
    const MuteTargets = { AlarmNames: ['it'] };
    return aws.client.send(
      new PutAlarmMuteRuleCommand({ Name, Rule: { Schedule: { Expression, Duration } }, MuteTargets, ...more }),
    );
  };
  const get = (AlarmMuteRuleName: string) => aws.client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName }));
  const remove = (AlarmMuteRuleName: string) => aws.client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName }));
  const list = async (filter: ListAlarmMuteRulesCommandInput) => {
    const { AlarmMuteRuleSummaries = [] } = await aws.client.send(new ListAlarmMuteRulesCommand(filter));
    return AlarmMuteRuleSummaries.map(({ AlarmMuteRuleArn }) => AlarmMuteRuleArn?.split(':').at(-1));
  };
  const history = async (AlarmName: string) => {
    const { AlarmHistoryItems = [] } = await aws.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: 'Action' }),
    );
    return AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary);
  };

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html */
  describe('as the scenarios of the documentation have them', () => {
    it('mute actions while they are active, and have none done for a state that is over', async () => {
      await put('rule', 1, 'PT4M');
      pass(2);
      await become('it', 'ALARM');
      pass(2);
      await become('it', 'OK');
      pass(2);
      assert.deepEqual(acted, [['it', 'OK', 5]]);
    });

    it('have the action of a state done that the alarm is still in at their end', async () => {
      await put('rule', 1, 'PT4M');
      pass(2);
      await become('it', 'ALARM');
      pass(2);
      assert.deepEqual(acted, []);
      pass(5);
      assert.deepEqual(acted, [['it', 'ALARM', 5]]);
    });

    it('mute until the last one that is active has ended', async () => {
      await put('first', 1, 'PT4M');
      await put('second', 3, 'PT6M');
      pass(2);
      await become('it', 'ALARM');
      pass(10);
      assert.deepEqual(acted, [['it', 'ALARM', 9]]);
    });

    for (const [how, end] of [
      ['a change ends them', () => put('rule', 1, 'PT5M')],
      ['they are deleted', () => remove('rule')],
      [
        'the alarm is no longer among their targets',
        () => put('rule', 1, 'PT7M', { MuteTargets: { AlarmNames: ['other'] } }),
      ],
    ] as const) {
      it(`end at once when ${how}`, async () => {
        await put('rule', 1, 'PT7M');
        pass(2);
        await become('it', 'ALARM');
        pass(4);
        await end();
        assert.deepEqual(acted, [['it', 'ALARM', 6]]);
      });
    }
  });

  it('mute no action but those of their targets, and none before they begin or again after their end', async () => {
    await put('rule', 2, 'PT2M');
    pass(1);
    await become('it', 'ALARM');
    pass(2);
    await become('other', 'ALARM');
    pass(4);
    assert.deepEqual(acted, [
      ['it', 'ALARM', 1],
      ['other', 'ALARM', 3],
    ]);
  });

  it('begin at once when their time is in the past and not over', async () => {
    pass(3);
    aws.now += 40_000;
    await put('rule', 3, 'PT2M');
    const names = () => acted.map(([name]) => name);
    await become('it', 'ALARM');
    pass(1);
    assert.deepEqual(names(), []);
    pass(1);
    assert.deepEqual(names(), ['it']);
  });

  it('have a composite alarm act at their end that no suppressor holds back', async () => {
    await put('rule', 0, 'PT5M', { MuteTargets: { AlarmNames: ['effect'] } });
    await become('more', 'ALARM');
    pass(7);
    assert.deepEqual(acted, [['effect', 'ALARM', 5]]);
  });

  it('leave to a suppressor what it holds back when they end, so that one fault stays one message', async () => {
    await put('rule', 0, 'PT5M', { MuteTargets: { AlarmNames: ['cause', 'effect'] } });
    await become('more', 'ALARM');
    pass(3);
    await become('cause', 'ALARM');
    pass(4);
    assert.deepEqual(acted, [['cause', 'ALARM', 5]]);
    await become('cause', 'OK');
    pass(5);
    assert.deepEqual(acted.slice(1), [['effect', 'ALARM', 9]]);
  });

  it('are written into the history of what they muted, the newest by name', async () => {
    await put('first', 0, 'PT9M');
    await put('second', 0, 'PT9M');
    await become('it', 'ALARM');
    const [newest] = await history('it');
    assert.equal(newest, 'Actions muted by alarm mute rule second and 1 more');
    await remove('second');
    await become('it', 'OK');
    assert.equal((await history('it'))[0], 'Actions muted by alarm mute rule first');
  });

  it('are told with what they are and where they stand', async () => {
    await put('rule', 1, 'P1DT1H1M', { Description: 'a deployment' });
    const { $metadata: _, ...rule } = await get('rule');
    assert.deepEqual(rule, {
      Name: 'rule',
      Description: 'a deployment',
      AlarmMuteRuleArn: arnOf('it').replace(':alarm:it', ':alarm-mute-rule:rule'),
      Rule: { Schedule: { Expression: 'at(2026-07-10T12:01)', Duration: 'P1DT1H1M' } },
      MuteTargets: { AlarmNames: ['it'] },
      MuteType: 'ONE_TIME',
      Status: 'SCHEDULED',
      LastUpdatedTimestamp: new Date(start),
    });
    pass(1);
    assert.equal((await get('rule')).Status, 'ACTIVE');
    pass(25 * 60);
    assert.equal((await get('rule')).Status, 'ACTIVE');
    pass(1);
    assert.equal((await get('rule')).Status, 'EXPIRED');
  });

  it('are listed by target and by status, a page at a time', async () => {
    await put('over', -10, 'PT5M');
    await put('now', 0, 'PT5M', { MuteTargets: { AlarmNames: ['it', 'other'] } });
    await put('later', 10, 'PT5M');
    assert.deepEqual(await list({ AlarmName: 'other' }), ['now']);
    assert.deepEqual(await list({ Statuses: ['EXPIRED', 'SCHEDULED'] }), ['over', 'later']);
    const { NextToken, AlarmMuteRuleSummaries } = await aws.client.send(
      new ListAlarmMuteRulesCommand({ MaxRecords: 2 }),
    );
    assert.deepEqual(AlarmMuteRuleSummaries?.[1], {
      AlarmMuteRuleArn: arnOf('it').replace(':alarm:it', ':alarm-mute-rule:now'),
      MuteType: 'ONE_TIME',
      Status: 'ACTIVE',
      LastUpdatedTimestamp: new Date(start),
    });
    assert.deepEqual(await list({ NextToken }), ['later']);
  });

  it('are deleted whether they are there or not, and then not found', async () => {
    await remove('rule');
    await assert.rejects(get('rule'), { name: 'ResourceNotFoundException', message: /rule does not exist/ });
  });

  describe('refuse', () => {
    const at = 'at(2026-07-10T12:00)';
    const schedules = [
      [at, '2h', 'The Duration provided is not valid.'],
      [at, 'PT', 'The Duration provided is not valid.'],
      [at, 'PT0M', 'The Duration provided is not valid.'],
      [at, 'P15DT1M', 'The Duration provided is not valid.'],
      ['at(2026-07-10T12:00:00)', 'PT1H', 'The Expression provided is not valid.'],
      ['at(2026-02-30T12:00)', 'PT1H', 'The Expression provided is not valid.'],
      ['cron(0 2 * * *)', 'PT1H', /doesn't carry out alarm mute rules that recur/],
    ] as const;
    for (const [Expression, Duration, message] of schedules) {
      it(`${Expression} for ${Duration}`, () =>
        assert.rejects(put('rule', 0, '', { Rule: { Schedule: { Expression, Duration } } }), {
          name: 'ValidationException',
          message,
        }));
    }

    it('another time zone', () =>
      assert.rejects(
        put('rule', 0, '', { Rule: { Schedule: { Expression: at, Duration: 'PT1H', Timezone: 'CET' } } }),
        {
          message: /doesn't carry out alarm mute rules in other time zones/,
        },
      ));

    it('a target that is no alarm, more than 100, and none', async () => {
      const to = (AlarmNames: string[]) => put('rule', 0, 'PT1H', { MuteTargets: { AlarmNames } });
      await assert.rejects(to(['it', 'nothing']), { message: /The alarm nothing, .* does not exist/ });
      await assert.rejects(to(Array.from({ length: 101 }, () => 'it')), {
        message: /'muteTargets\.alarmNames'.*less than or equal to 100/,
      });
      await assert.rejects(to([]), { message: /without targets/ });
    });

    it('by name what they cannot do here', () =>
      assert.rejects(put('rule', 0, 'PT1H', { ExpireDate: new Date(start) }), { message: /ExpireDate/ }));
  });
});
