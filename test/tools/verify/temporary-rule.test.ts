import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../../../tools/command-line/command.ts';
import { mark, newRun } from '../../../tools/verify/events/marking.ts';
import { temporaryRule } from '../../../tools/verify/events/temporary-rule.ts';
import { service, stackIn } from './aws-double.ts';

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** A bus and queues that remember what was made and taken away, and hand each event to every rule with a target. */
function bus({ isDeaf = false, made = [] }: { readonly isDeaf?: boolean; readonly made?: readonly string[] } = {}) {
  const calls: string[] = [];
  const rules = new Map<string, { pattern: string; targets: string[] }>(
    made.map((name) => [name, { pattern: '{}', targets: [] }]),
  );
  const queues = new Map<string, string[]>(made.map((name) => [name, []]));
  const nameIn = (text: string) => text.slice(text.search(/[^/:]+$/));
  const url = (name: string) => `http://sqs.invalid/111111111111/${name}`;
  const events = service('AWSEvents', {
    ListRules: ({ NamePrefix }: { NamePrefix: string }) => ({
      Rules: [...rules.keys()].filter((Name) => Name.startsWith(NamePrefix)).map((Name) => ({ Name })),
    }),
    PutRule({ Name, EventPattern }: { Name: string; EventPattern: string }) {
      calls.push('PutRule');
      rules.set(Name, { pattern: EventPattern, targets: [] });
      return {};
    },
    PutTargets({ Rule, Targets }: { Rule: string; Targets: readonly { Arn: string }[] }) {
      rules.get(Rule)?.targets.push(...Targets.map(({ Arn }) => nameIn(Arn)));
      return {};
    },
    PutEvents({ Entries }: { Entries: readonly Entry[] }) {
      for (const { targets } of isDeaf ? [] : rules.values()) {
        for (const target of targets) for (const entry of Entries) queues.get(target)?.push(eventOf(entry));
      }
      return { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
    },
    RemoveTargets({ Rule }: { Rule: string }) {
      rules.get(Rule)?.targets.splice(0);
      return {};
    },
    DeleteRule({ Name }: { Name: string }) {
      calls.push('DeleteRule');
      rules.delete(Name);
      return {};
    },
  });
  const sqs = service('AmazonSQS', {
    CreateQueue({ QueueName, Attributes }: { QueueName: string; Attributes: { Policy: string } }) {
      calls.push(`CreateQueue ${Attributes.Policy}`);
      queues.set(QueueName, []);
      return { QueueUrl: url(QueueName) };
    },
    ListQueues: ({ QueueNamePrefix }: { QueueNamePrefix: string }) => ({
      QueueUrls: [...queues.keys()].filter((name) => name.startsWith(QueueNamePrefix)).map(url),
    }),
    async ReceiveMessage({ QueueUrl }: { QueueUrl: string }) {
      await sleep(20);
      const bodies = queues.get(nameIn(QueueUrl))?.splice(0) ?? [];
      return { Messages: bodies.map((Body) => ({ Body, MD5OfBody: md5(Body), ReceiptHandle: 'r', MessageId: 'm' })) };
    },
    DeleteMessage: () => ({}),
    DeleteQueue({ QueueUrl }: { QueueUrl: string }) {
      calls.push('DeleteQueue');
      queues.delete(nameIn(QueueUrl));
      return {};
    },
  });
  return { services: [events, sqs], calls, rules, queues };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function eventOf({ Source, DetailType, Detail }: Entry): string {
  return JSON.stringify({ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) });
}

describe('the rule by which verify sees events', () => {
  const run = newRun();

  it('is there when an event has come through it, and taken away with its queue', async () => {
    const aws = bus();
    await using stack = await stackIn(aws.services);
    {
      await using events = await temporaryRule(stack, run, 'bridge_verify');
      const [[name, { pattern }] = ['', { pattern: '' }]] = [...aws.rules];
      assert.match(name, /^bridge_verify_[\da-z]+$/);
      assert.deepEqual(JSON.parse(pattern), { detail: { data: { [mark]: [run] } } });
      assert.deepEqual([...aws.queues.keys()], [name]);

      aws.queues.get(name)?.push(eventOf({ Source: 'webhook.a', DetailType: 'x', Detail: detail('one') }));
      const found = await events.event(({ source }) => source === 'webhook.a', 1_000);
      assert.equal(found?.detail.metadata.id, 'one');
      assert.equal(await events.event(({ source }) => source === 'webhook.b', 50), undefined);
    }
    assert.deepEqual([[...aws.rules], [...aws.queues]], [[], []]);
  });

  it('lets EventBridge alone fill the queue, by that rule alone', async () => {
    const aws = bus();
    await using stack = await stackIn(aws.services);
    await using _ = await temporaryRule(stack, run, 'bridge_verify');
    const { Statement } = JSON.parse(aws.calls[0]?.replace('CreateQueue ', '') ?? '');
    const [name] = [...aws.rules.keys()];
    assert.deepEqual(Statement, [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: `arn:aws:sqs:eu-west-1:111111111111:${name}`,
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:eu-west-1:111111111111:rule/bridge/${name}` } },
      },
    ]);
  });

  it('is taken away when no event comes', async () => {
    const aws = bus({ isDeaf: true });
    await using stack = await stackIn(aws.services);
    await assert.rejects(
      temporaryRule(stack, run, 'bridge_verify', 300),
      (error) => error instanceof CommandError && /^no event of the bus bridge came through a rule/.test(error.message),
    );
    assert.deepEqual([[...aws.rules], [...aws.queues]], [[], []]);
  });

  it('is taken away on Ctrl-C', async () => {
    const aws = bus({ isDeaf: true });
    const interrupt = new AbortController();
    await using stack = await stackIn(aws.services, {}, interrupt.signal);
    const made = temporaryRule(stack, run, 'bridge_verify');
    setTimeout(() => interrupt.abort(), 200);
    await assert.rejects(made, { name: 'AbortError' });
    assert.deepEqual([[...aws.rules], [...aws.queues]], [[], []]);
  });

  it('takes away what a killed run left an hour ago, and nothing else', async () => {
    const hourAgo = (Date.now() - 3_700_000).toString(36);
    const lately = (Date.now() - 60_000).toString(36);
    const aws = bus({ made: [`bridge_verify_${hourAgo}`, `bridge_verify_${lately}`, 'bridge_verified_deliveries'] });
    await using stack = await stackIn(aws.services);
    await (await temporaryRule(stack, run, 'bridge_verify'))[Symbol.asyncDispose]();
    const left = [`bridge_verify_${lately}`, 'bridge_verified_deliveries'];
    assert.deepEqual([[...aws.rules.keys()], [...aws.queues.keys()]], [left, left]);
  });

  function detail(id: string): string {
    return JSON.stringify({ metadata: { id }, data: { [mark]: run } });
  }
});
