import { z } from 'zod';
import type { Injection } from '../../local/faults.ts';
import type { Drill, Stage } from '../drill.ts';

const standard = { minutesASecond: 1, rate: 10, lasts: 22, clears: 20 } as const;

/** Senders wait for as long as the function tries. */
const slow = { 'slow-answers': 19 };
const parked = { 'publish-failures': 6, 'parked-deliveries': 9 };

export const publication: readonly Drill[] = [
  {
    ...standard,
    name: 'bus-failing',
    what: 'EventBridge answers 500',
    begin: injecting(publishing({ kind: 'refuse', status: 500, code: 'InternalFailure' })),
    rings: { ...parked, ...slow, 'publish-retries': 8 },
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 9 },
  },
  {
    ...standard,
    name: 'bus-throttling',
    what: 'EventBridge throttles every call',
    begin: injecting(publishing({ kind: 'refuse', status: 400, code: 'ThrottlingException' })),
    rings: { ...parked, ...slow, 'publish-retries': 8 },
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 9 },
  },
  {
    ...standard,
    name: 'bus-partly-failing',
    what: 'EventBridge refuses four entries of ten',
    settings: { objectives: { availability: 99.9, latencyMs: 3_000, coldStartMs: 1_000 } },
    begin: injecting(publishing({ kind: 'entries', share: 0.4, code: 'InternalFailure' })),
    rings: { 'publish-retries': 8 },
    tells: { topic: 'ticket', alarm: 'publish-retries', within: 30 },
  },
  {
    ...standard,
    name: 'bus-slow',
    what: 'EventBridge takes 1.2 s for every call',
    begin: injecting(publishing({ kind: 'slow', milliseconds: 1_200 })),
    rings: slow,
    tells: { topic: 'page', alarm: 'slow-answers', within: 22 },
  },
  {
    ...standard,
    name: 'bus-unreachable',
    what: 'EventBridge cannot be reached',
    begin: injecting(publishing({ kind: 'unreachable' })),
    rings: parked,
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 9 },
  },
  {
    ...standard,
    name: 'parking-not-draining',
    what: 'EventBridge is away for five minutes, and the pipe does not get at what was parked meanwhile',
    begin: async (stage) => {
      const backAgain = injecting(publishing({ kind: 'unreachable' }))(stage);
      const end = injecting({
        service: 'AmazonSQS',
        operation: 'ReceiveMessage',
        fault: { kind: 'refuse', status: 403, code: 'AccessDenied' },
      })(stage);
      await stage.minutes(5);
      backAgain();
      return end;
    },
    rings: parked,
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 9 },
  },
  {
    ...standard,
    name: 'parked-dead-letters',
    what: 'the bus has refused a parked delivery for good',
    lasts: 30,
    begin: async (stage) => {
      const queue = await queueUrl(stage, 'parking_dlq');
      await stage.call('AmazonSQS.SendMessage', { ...queue, MessageBody: '{}' });
      return purging(stage, 'parking_dlq');
    },
    rings: { 'parked-dead-letters': 7 },
    tells: { topic: 'ticket', alarm: 'parked-dead-letters', within: 29 },
  },
  {
    ...standard,
    name: 'target-refusing',
    what: 'the queue of a rule does not let EventBridge send',
    lasts: 30,
    begin: (stage) => {
      const { arn } = stage.stack.lambda.configuration;
      const target = arn.replace(/:lambda:(.*):function:(.*)/, ':sqs:$1:$2_deliveries');
      const end = injecting({ target, fault: { kind: 'refuse', status: 403, code: 'AccessDenied' } })(stage);
      return async () => {
        end();
        await purging(stage, 'deliveries_queue_dlq')();
      };
    },
    rings: { 'target-failures_deliveries': 7, 'dead-letters_deliveries_queue': 7 },
    tells: { topic: 'ticket', alarm: 'target-failures_deliveries', within: 29 },
  },
];

export function publishing(fault: Injection['fault']): Injection {
  return { service: 'AWSEvents', operation: 'PutEvents', fault };
}

export function injecting(...injections: readonly Injection[]) {
  return ({ stack }: Stage) => {
    const ends = injections.map((injection) => stack.faults.inject(injection));
    return () => {
      for (const end of ends) end();
    };
  };
}

const queue = z.object({ QueueUrl: z.string() });

async function queueUrl({ stack, call }: Stage, role: string): Promise<z.output<typeof queue>> {
  const QueueName = `${stack.lambda.configuration.name}_${role}`;
  return queue.parse(await call('AmazonSQS.GetQueueUrl', { QueueName }));
}

/** What a person does who has seen to the dead letters. */
function purging(stage: Stage, role: string) {
  return async () => {
    await stage.call('AmazonSQS.PurgeQueue', await queueUrl(stage, role));
  };
}
