import assert from 'node:assert/strict';
import { AwsError, createSecretsManager } from '../../../local/index.ts';
import { alarmsFinding, dashboardsFinding } from '../../../tools/verify/checks/alarms.ts';
import { concurrencyFinding } from '../../../tools/verify/checks/function.ts';
import { subscriptionsFinding } from '../../../tools/verify/checks/notifications.ts';
import { pipeFinding } from '../../../tools/verify/checks/pipe.ts';
import { secretFinding } from '../../../tools/verify/checks/secrets.ts';
import { checked } from '../../../tools/verify/finding.ts';
import { type Answers, service, stackIn } from './aws-double.ts';

const up = 'npm run up -- --stack prod';

describe('verify finds of the function', () => {
  const finding = async (reserved: number | undefined, reservedConcurrency = 10) => {
    const reads = { '/2019-09-30/functions/{FunctionName}/concurrency': 'GetFunctionConcurrency' };
    const answers = { GetFunctionConcurrency: () => ({ ReservedConcurrentExecutions: reserved }) };
    await using stack = await stackIn([service('lambda', answers, { reads })], { reservedConcurrency });
    return await concurrencyFinding(stack);
  };

  it('that it reserves what the settings say, or nothing', async () => {
    const says = 'bridge, a reserved concurrency of 10';
    assert.deepEqual(await finding(10), { finding: { status: 'ok', says }, isOn: true });
    assert.equal((await finding(undefined, -1)).finding.status, 'ok');
  });

  it('that a first up recorded the reservation and did not make it', async () => {
    assert.deepEqual(await finding(undefined), {
      finding: {
        status: 'problem',
        says: 'bridge has no concurrency reserved, and the settings say a reserved concurrency of 10',
        todo: `${up} --refresh`,
      },
      isOn: true,
    });
  });

  it('that it is switched off, by hand or by the settings', async () => {
    const { finding: found, isOn } = await finding(0);
    assert(found.status === 'problem');
    assert.match(found.says, /^bridge is switched off: .* answered 429$/);
    assert.match(
      found.todo,
      /^aws lambda put-function-concurrency .* --reserved-concurrent-executions 10 --region eu-w/,
    );
    assert.equal(isOn, false);
    const free = (await finding(0, -1)).finding;
    assert(free.status === 'problem');
    assert.match(free.todo, /^aws lambda delete-function-concurrency --function-name bridge /);
    const bySettings = (await finding(0, 0)).finding;
    assert(bySettings.status === 'problem');
    assert.match(bySettings.todo, /reservedConcurrency/);
  });

  it('that it is not there', async () => {
    await using stack = await stackIn([
      service(
        'lambda',
        { GetFunctionConcurrency: gone('ResourceNotFoundException') },
        {
          reads: { '/2019-09-30/functions/{FunctionName}/concurrency': 'GetFunctionConcurrency' },
        },
      ),
    ]);
    const found = await checked('function', async () => (await concurrencyFinding(stack)).finding);
    assert.equal(found.says, `there is no function bridge in eu-west-1; ${up} makes it`);
  });
});

describe('verify finds of a secret', () => {
  const source = { name: 'chat', scheme: 'standard-webhooks', secretId: 'bridge_chat' };
  const setIt = 'eval "$(npx pulumi stack output setSecretCommands --stack prod --json | jq -r \'."chat"\')"';
  const finding = async (value: string | undefined, scheme = source.scheme) => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:bridge_chat-abcdef';
    const secrets = value === undefined ? [] : [{ name: source.secretId, arn, value }];
    await using stack = await stackIn([createSecretsManager({ secrets }).service]);
    return await secretFinding(stack, { ...source, scheme });
  };

  it('that it is set, and as its scheme wants it', async () => {
    assert.deepEqual(await finding('whsec_c2VjcmV0'), {
      finding: { status: 'ok', says: 'bridge_chat, as standard-webhooks wants it' },
      value: 'whsec_c2VjcmV0',
    });
  });

  it('that it has no value', async () => {
    assert.deepEqual(await finding(undefined), {
      finding: { status: 'problem', says: 'bridge_chat has no value, or is not there', todo: setIt },
    });
  });

  it('that it is of the wrong form, and never says what it is', async () => {
    const { finding: found, value } = await finding('s3cret');
    assert.deepEqual([found.status, value], ['problem', undefined]);
    assert.match(
      found.says,
      /^bridge_chat is not what standard-webhooks wants: wrong prefix; it wants whsec_ with base64 behind it, or whpk_ /,
    );
    assert.doesNotMatch(JSON.stringify(found), /s3cret/);
  });
});

describe('verify finds of the pipe', () => {
  const finding = async (described: object | undefined) => {
    const reads = { '/v1/pipes/{Name}': 'DescribePipe' };
    const DescribePipe = described ? () => described : gone('NotFoundException');
    await using stack = await stackIn([service('pipes', { DescribePipe }, { reads })]);
    return await checked('pipe', () => pipeFinding(stack));
  };

  it('that it runs', async () => {
    assert.equal((await finding({ CurrentState: 'RUNNING' })).status, 'ok');
  });

  for (const [what, described, says, todo] of [
    [
      'is stopped',
      { CurrentState: 'STOPPED' },
      'bridge_parking is STOPPED, so that parked deliveries stay on their queue',
      /^aws pipes start-pipe --name bridge_parking --region eu-west-1/,
    ],
    [
      'could not be made',
      { CurrentState: 'CREATE_FAILED', StateReason: 'no permission' },
      'bridge_parking is CREATE_FAILED: no permission, so that parked deliveries stay on their queue',
      /make the pipe anew: docs\/operations\.md/,
    ],
  ] as const) {
    it(`that it ${what}, and what to do`, async () => {
      const found = await finding(described);
      assert(found.status === 'problem');
      assert.equal(found.says, says);
      assert.match(found.todo, todo);
    });
  }

  it('that it is not there', async () => {
    assert.equal((await finding(undefined)).says, `there is no pipe bridge_parking in eu-west-1; ${up} makes it`);
  });
});

describe('verify finds of alarms', () => {
  const topic = 'arn:aws:sns:eu-west-1:111111111111:bridge_page';
  const declared = {
    alarms: ['page_a', 'a'],
    tellingAlarms: ['page_a'],
    topics: [{ severity: 'page', name: 'bridge_page', subscriptions: 0 }],
    dashboards: ['operations', 'cold-start'],
  };
  const composite = { AlarmName: 'page_a', ActionsEnabled: true, AlarmActions: [topic], StateValue: 'OK' };
  const metric = { AlarmName: 'a', ActionsEnabled: true, StateValue: 'ALARM' };
  const none = { ListAlarmMuteRules: () => ({ AlarmMuteRuleSummaries: [] }) };
  const finding = async (CompositeAlarms: readonly object[], answers: Answers = none) => {
    const DescribeAlarms = () => ({ MetricAlarms: [metric], CompositeAlarms });
    const cloudWatch = service('GraniteServiceVersion20100801', { DescribeAlarms, ...answers });
    await using stack = await stackIn([cloudWatch], declared);
    return await checked('alarms', () => alarmsFinding(stack));
  };

  it('that all are there and which ring', async () => {
    assert.equal((await finding([composite])).says, '2 alarms, 1 of which tell somebody, none of which rings');
    const ringing = await finding([{ ...composite, StateValue: 'ALARM' }]);
    assert.deepEqual(
      [ringing.status, ringing.says],
      ['ok', '2 alarms, 1 of which tell somebody, of which 1 alarm is ringing: page_a'],
    );
  });

  for (const [what, alarms, says, todo] of [
    ['one is missing', [], '1 alarm is missing: page_a', up],
    [
      'their actions are disabled',
      [{ ...composite, ActionsEnabled: false }],
      '1 alarm is muted, with their actions disabled: page_a',
      'aws cloudwatch enable-alarm-actions --alarm-names page_a --region eu-west-1',
    ],
    [
      'one tells no topic of the stack',
      [{ ...composite, AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:other'] }],
      '1 alarm is without a topic of the stack to tell: page_a',
      up,
    ],
  ] as const) {
    it(`that ${what}, and what to do`, async () => {
      const found = await finding(alarms);
      assert(found.status === 'problem');
      assert.equal(found.says, says);
      assert(found.todo.startsWith(todo), found.todo);
    });
  }

  it('that a mute rule holds theirs back, and not that of others', async () => {
    const muted = (name: string) => ({
      ListAlarmMuteRules: () => ({
        AlarmMuteRuleSummaries: [
          { AlarmMuteRuleArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm-mute-rule:bridge_muted' },
        ],
      }),
      GetAlarmMuteRule: () => ({ Name: 'bridge_muted', MuteTargets: { AlarmNames: [name] } }),
    });
    const found = await finding([composite], muted('page_a'));
    assert(found.status === 'problem');
    assert.equal(found.says, 'alarms are muted by the mute rule bridge_muted: nobody is told of them');
    assert.match(found.todo, /delete-alarm-mute-rule --alarm-mute-rule-name bridge_muted$/);
    assert.equal((await finding([composite], muted('other'))).status, 'ok');
  });

  it('that a dashboard is missing', async () => {
    const ListDashboards = () => ({ DashboardEntries: [{ DashboardName: 'operations' }] });
    await using stack = await stackIn([service('GraniteServiceVersion20100801', { ListDashboards })], declared);
    assert.deepEqual(await dashboardsFinding(stack), { status: 'problem', says: 'missing: cold-start', todo: up });
  });

  it('that AWS does not let them be seen', async () => {
    const denied = await finding([composite], { ListAlarmMuteRules: gone('AccessDenied') });
    assert(denied.status === 'problem');
    assert.equal(denied.says, 'AWS refuses it: AccessDenied: not there');
    assert.match(denied.todo, /--help lists what your credentials want/);
  });
});

describe('verify finds of a topic', () => {
  const topic = { severity: 'page', name: 'bridge_page', subscriptions: 2 };
  const mail = { SubscriptionArn: 'arn:aws:sns:…', Protocol: 'email', Endpoint: 'team@example.com' };
  const pager = {
    SubscriptionArn: 'arn:aws:sns:…',
    Protocol: 'https',
    Endpoint: 'https://pager.example.com/?key=s3cret',
  };
  const query = { signingName: 'sns', xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/', links: [] };
  const finding = async (Subscriptions: readonly object[], slackChannels = 0, subscriptions = 2) => {
    const sns = service('sns', { ListSubscriptionsByTopic: () => ({ Subscriptions }) }, { query });
    await using stack = await stackIn([sns], { slackChannels });
    return await subscriptionsFinding(stack, { ...topic, subscriptions });
  };

  it('who is told, without the keys in addresses', async () => {
    assert.deepEqual(await finding([mail, pager]), {
      status: 'ok',
      says: 'email team@example.com, https to pager.example.com, confirmed',
    });
  });

  it('that a subscription is not confirmed', async () => {
    const found = await finding([mail, { ...pager, SubscriptionArn: 'PendingConfirmation' }]);
    assert(found.status === 'problem');
    assert.equal(found.says, 'not confirmed: https to pager.example.com; SNS tells them nothing yet');
    assert.match(found.todo, /^open the link of the mail/);
  });

  it('that one is missing, that nobody is told, and that Slack is', async () => {
    assert.deepEqual(await finding([mail]), { status: 'problem', says: '1 of 2 subscriptions are there', todo: up });
    assert.match((await finding([], 0, 0)).says, /^nobody is told of a page: set webhook-bridge:notifications/);
    assert.match((await finding([], 1, 0)).says, /^Slack alone is told/);
  });
});

function gone(code: string) {
  return () => {
    throw new AwsError(code, 'not there', 404);
  };
}
