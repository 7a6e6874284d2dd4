import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { answer, isLocal } from '../../aws-access.ts';
import { CommandError } from '../../command-line/command.ts';
import { arnOf, patience, type VerifiedStack } from '../verified-stack.ts';
import { type BusEvents, eventsOf } from './bus-events.ts';
import { mark, newRun } from './marking.ts';

/** A rule that is new may take a minute to get its first event, in milliseconds. */
const ruleDelayMs = 120_000;
const probeMs = 5_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html wants a second at least. */
const queueDelayMs = 1_000;

/** How old what a killed run left has to be, in milliseconds: another run may still use it. */
const leftoverMs = 3_600_000;

/**
 * By a queue and a rule of its own, which are taken away when it is disposed of. Ready when an event has come that way.
 * @param prefix of their names
 * @param firstEventMs how long that may take, in milliseconds
 * @throws CommandError when no event comes
 */
export async function temporaryRule(
  verified: VerifiedStack,
  run: string,
  prefix: string,
  firstEventMs = patience(verified, ruleDelayMs),
): Promise<BusEvents> {
  const { aws, declared, stopped } = verified;
  const clients = { sqs: new SQSClient(aws.configuration), events: new EventBridgeClient(aws.configuration) };
  await removeLeftovers(verified, clients, prefix);

  const name = `${prefix}_${Date.now().toString(36)}`;
  const resources = { EventBusName: declared.busName, Rule: name };
  await using cleanup = new AsyncDisposableStack();
  const QueueUrl = await queue(verified, clients.sqs, name);
  cleanup.defer(async () => void (await quietly(clients.sqs.send(new DeleteQueueCommand({ QueueUrl })))));
  const { EventBusName } = resources;
  const EventPattern = JSON.stringify({ detail: { data: { [mark]: [run] } } });
  const Description = 'Of npm run verify, which takes it away at its end';
  await answer(clients.events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern, Description })), aws);
  cleanup.defer(() => removeRule(clients.events, resources));
  const Targets = [{ Id: 'queue', Arn: arnOf(verified, 'sqs', name) }];
  await answer(clients.events.send(new PutTargetsCommand({ ...resources, Targets })), aws);

  if (!isLocal(aws.endpoint)) await sleep(queueDelayMs);
  const event = eventsOf(clients.sqs, QueueUrl, { aws, stopped, run });
  await firstEvent(verified, clients.events, event, { run, untilMs: performance.now() + firstEventMs });
  const made = cleanup.move();
  return { event, [Symbol.asyncDispose]: () => made.disposeAsync() };
}

interface Clients {
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
}

async function queue(verified: VerifiedStack, sqs: SQSClient, QueueName: string): Promise<string> {
  const { aws, declared } = verified;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(verified, 'sqs', QueueName),
        Condition: {
          ArnEquals: { 'aws:SourceArn': arnOf(verified, 'events', `rule/${declared.busName}/${QueueName}`) },
        },
      },
    ],
  });
  const Attributes = { MessageRetentionPeriod: '3600', Policy };
  const { QueueUrl } = await answer(sqs.send(new CreateQueueCommand({ QueueName, Attributes })), aws);
  if (QueueUrl === undefined) throw new CommandError(`SQS gave the queue ${QueueName} no URL`);
  return QueueUrl;
}

/** Puts events on the bus until one has come through the rule. */
async function firstEvent(
  verified: VerifiedStack,
  events: EventBridgeClient,
  event: BusEvents['event'],
  { run, untilMs }: { readonly run: string; readonly untilMs: number },
): Promise<void> {
  const { aws, declared, stopped } = verified;
  const id = newRun();
  const probe = { EventBusName: declared.busName, Source: mark, DetailType: mark };
  const Detail = JSON.stringify({ metadata: { id }, data: { [mark]: run } });
  while (performance.now() < untilMs && !stopped.aborted) {
    await answer(events.send(new PutEventsCommand({ Entries: [{ ...probe, Detail }] })), aws);
    if (await event(({ detail }) => detail.metadata.id === id, Math.min(probeMs, untilMs - performance.now()))) return;
  }
  stopped.throwIfAborted();
  throw new CommandError(`no event of the bus ${declared.busName} came through a rule of its own`);
}

async function removeLeftovers({ aws, declared }: VerifiedStack, { sqs, events }: Clients, prefix: string) {
  const isOld = (name: string) => {
    const madeAt = Number.parseInt(name.slice(prefix.length + 1), 36);
    return name.startsWith(`${prefix}_`) && Date.now() - madeAt > leftoverMs;
  };
  const { busName: EventBusName } = declared;
  const { Rules = [] } = await answer(
    events.send(new ListRulesCommand({ EventBusName, NamePrefix: `${prefix}_` })),
    aws,
  );
  for (const { Name: Rule = '' } of Rules) if (isOld(Rule)) await removeRule(events, { EventBusName, Rule });
  const { QueueUrls = [] } = await answer(sqs.send(new ListQueuesCommand({ QueueNamePrefix: `${prefix}_` })), aws);
  for (const QueueUrl of QueueUrls) {
    if (isOld(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1))) {
      await quietly(sqs.send(new DeleteQueueCommand({ QueueUrl })));
    }
  }
}

async function removeRule(events: EventBridgeClient, rule: { readonly EventBusName: string; readonly Rule: string }) {
  await quietly(events.send(new RemoveTargetsCommand({ ...rule, Ids: ['queue'] })));
  const { Rule: Name, EventBusName } = rule;
  for (let attempts = 3; attempts > 0; attempts -= 1) {
    // A target that was just taken away may still be seen.
    if (await quietly(events.send(new DeleteRuleCommand({ Name, EventBusName })))) return;
    await sleep(1_000);
  }
}

/** Says whether it was done. What cannot be taken away is told, and keeps nothing else from being. */
async function quietly(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    process.stderr.write(`cleaning up: ${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}
