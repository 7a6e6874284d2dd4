import assert from 'node:assert/strict';
import { DescribeRuleCommand, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { createEventBridge } from '../../../../local/aws/eventbridge/eventbridge.ts';
import { origin, queue, type Running, rule, running, target } from './running.ts';

const orders = { name: 'orders', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders' };
const full = target({
  id: 'full',
  inputTransformer: { inputPathsMap: { id: '$.id' }, inputTemplate: '"<id>"' },
  retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 120 },
  deadLetterArn: 'arn:aws:sqs:eu-west-1:000000000000:dead-letters',
});

describe('describing rules and targets', () => {
  let local: Running;
  before(async () => {
    const rules = [
      rule({ name: 'b', busName: 'orders', description: 'the second', enabled: false, targets: [target(), full] }),
      rule({ name: 'a', busName: 'orders' }),
      rule({ name: 'ab', busName: 'orders' }),
      rule({ name: 'elsewhere' }),
    ];
    local = await running({ buses: [orders], rules });
  });
  after(() => local.stop());

  it('lists the rules of a bus in pages, by name', async () => {
    const first = await local.client.send(new ListRulesCommand({ EventBusName: 'orders', Limit: 2 }));
    const { NextToken } = first;
    const second = await local.client.send(new ListRulesCommand({ EventBusName: 'orders', Limit: 2, NextToken }));
    assert.deepEqual(
      [first, second].map(({ Rules = [] }) => Rules.map(({ Name }) => Name)),
      [['a', 'ab'], ['b']],
    );
    assert.equal(second.NextToken, undefined);
    const { Rules = [] } = await local.client.send(new ListRulesCommand({ EventBusName: 'orders', NamePrefix: 'a' }));
    assert.deepEqual(
      Rules.map(({ Name }) => Name),
      ['a', 'ab'],
    );
  });

  it('refuses a token that it did not give', () =>
    assert.rejects(local.client.send(new ListRulesCommand({ NextToken: 'x' })), { name: 'ValidationException' }));

  it('finds a bus by name and by ARN', async () => {
    for (const EventBusName of ['orders', orders.arn]) {
      const { Rules = [] } = await local.client.send(new ListRulesCommand({ EventBusName }));
      assert.equal(Rules.length, 3);
    }
  });

  it('describes a rule', async () => {
    const { $metadata, ...described } = await local.client.send(
      new DescribeRuleCommand({ Name: 'b', EventBusName: 'orders' }),
    );
    assert.deepEqual(described, {
      Name: 'b',
      Arn: 'arn:aws:events:eu-west-1:000000000000:rule/orders/b',
      EventPattern: '{"source":[{"prefix":""}]}',
      State: 'DISABLED',
      Description: 'the second',
      EventBusName: 'orders',
      CreatedBy: '000000000000',
    });
  });

  it('lists the targets of a rule with their settings', async () => {
    const { Targets } = await local.client.send(new ListTargetsByRuleCommand({ Rule: 'b', EventBusName: 'orders' }));
    assert.deepEqual(Targets, [
      { Id: 'queue', Arn: queue, RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
      {
        Id: 'full',
        Arn: queue,
        InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '"<id>"' },
        DeadLetterConfig: { Arn: full.deadLetterArn },
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 120 },
      },
    ]);
  });

  it('says what does not exist', async () => {
    const name = 'ResourceNotFoundException';
    await assert.rejects(local.client.send(new ListRulesCommand({ EventBusName: 'x' })), {
      name,
      message: 'Event bus x does not exist.',
    });
    await assert.rejects(local.client.send(new DescribeRuleCommand({ Name: 'a' })), {
      name,
      message: 'Rule a does not exist on EventBus default.',
    });
    await assert.rejects(local.client.send(new ListTargetsByRuleCommand({ Rule: 'x' })), { name });
  });
});

describe('an EventBridge', () => {
  const quiet = { ...origin, buses: [], send: async () => {}, warn: () => {} };

  it('is refused with a rule whose pattern is not valid, by name and reason', () => {
    assert.throws(() => createEventBridge({ ...quiet, rules: [rule({ name: 'bad', pattern: '{"a":[]}' })] }), {
      code: 'InvalidEventPatternException',
      message: 'rule bad: Event pattern is not valid. Reason: Empty arrays are not allowed',
    });
  });

  it('is refused with a rule on a bus that does not exist', () => {
    assert.throws(() => createEventBridge({ ...quiet, rules: [rule({ busName: 'gone' })] }), {
      code: 'ResourceNotFoundException',
      message: 'rule all: Event bus gone does not exist.',
    });
  });
});
