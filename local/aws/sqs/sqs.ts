import type { Clock } from '../clock.ts';
import type { Service } from '../service.ts';
import type { QueueDeclaration } from './declaration.ts';
import { invalidInput, queryCode } from './errors.ts';
import { withTraceHeader } from './message/trace-header.ts';
import type { QueueBounds } from './message-store.ts';
import { moveTasks } from './move-tasks/move-tasks.ts';
import { getQueueAttributes, getQueueUrl } from './operations/attributes.ts';
import { deleteMessageBatch, sendMessageBatch } from './operations/batch.ts';
import { deleteMessage, purgeQueue } from './operations/delete.ts';
import { receiveMessage } from './operations/receive.ts';
import { sendMessage, store } from './operations/send.ts';
import { changeMessageVisibility } from './operations/visibility.ts';
import type { QueueCounts, QueueEvent } from './queue-event.ts';
import { Queues } from './queues.ts';

export interface SqsOptions {
  readonly queues: readonly QueueDeclaration[];
  /** What one queue keeps at most. */
  readonly bounds?: QueueBounds;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** That metrics go by; without one levels are not reported by themselves. */
  readonly metricsClock?: Clock;
  /** What AWS keeps metrics of: what happens, and how full each queue is, now and every minute. */
  readonly observe?: (event: QueueEvent) => void;
}

export interface Sqs {
  readonly service: Service;
  /** Puts a message on a queue from inside the run; `attributes` are string message attributes. Throws when SQS refuses. */
  send(arn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  has(arn: string): boolean;
  /** URL of the queue of that ARN. Throws when the run has none. */
  url(arn: string): string;
  count(arn: string): QueueCounts;
  /** Answers every long poll with what it has, and reports no more. */
  close(): void;
}

const defaultBounds: QueueBounds = { messages: 10_000, bytes: 64 * 1024 * 1024 };

/** Amazon SQS in memory: standard queues with visibility timeouts, long polls, retention and redrive to dead letters. */
export function createSqs(options: SqsOptions): Sqs {
  const { queues: declared, bounds = defaultBounds, clock = Date.now, metricsClock, observe = () => {} } = options;
  const queues = new Queues(declared, { bounds, clock, metricsNow: metricsClock?.now ?? clock, observe });
  const reportLevels = (at?: number) => {
    for (const queue of queues.all) queue.reportLevel(at);
  };
  reportLevels();
  const stopReporting = metricsClock?.every(60_000, reportLevels);
  const moves = moveTasks(queues, clock);
  return {
    service: {
      target: 'AmazonSQS',
      invalidInput,
      queryCode,
      withTrace: withTraceHeader,
      operations: {
        SendMessage: sendMessage(queues),
        SendMessageBatch: sendMessageBatch(queues),
        ReceiveMessage: receiveMessage(queues),
        ChangeMessageVisibility: changeMessageVisibility(queues),
        DeleteMessage: deleteMessage(queues),
        DeleteMessageBatch: deleteMessageBatch(queues),
        PurgeQueue: purgeQueue(queues, clock),
        GetQueueAttributes: getQueueAttributes(queues),
        GetQueueUrl: getQueueUrl(queues),
        ...moves.operations,
      },
    },
    send(arn, body, attributes = {}) {
      const typed = Object.entries(attributes).map(([name, value]) => {
        return [name, { DataType: 'String', StringValue: value }] as const;
      });
      store(queues.withArn(arn), { MessageBody: body, MessageAttributes: Object.fromEntries(typed) });
    },
    has: (arn) => queues.all.some(({ declared }) => declared.arn === arn),
    url: (arn) => queues.withArn(arn).declared.url,
    count: (arn) => queues.withArn(arn).counts(),
    close() {
      stopReporting?.();
      moves.close();
      for (const queue of queues.all) queue.arrivals.close();
    },
  };
}
