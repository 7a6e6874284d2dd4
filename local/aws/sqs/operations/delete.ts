import { z } from 'zod';
import { type Operation, operation } from '../../service.ts';
import { invalidHandle, sqsError } from '../errors.ts';
import type { Queue } from '../queue.ts';
import type { Queues } from '../queues.ts';

export function deleteMessage(queues: Queues): Operation {
  return operation(z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() }), (request) => {
    remove(queues.at(request.QueueUrl), request.ReceiptHandle);
    return {};
  });
}

export function remove(queue: Queue, receiptHandle: string): void {
  if (!queue.delete(receiptHandle)) throw invalidHandle(receiptHandle);
}

/** SQS takes one purge of a queue a minute. */
const purgeEveryMs = 60_000;

export function purgeQueue(queues: Queues, clock: () => number): Operation {
  return operation(z.strictObject({ QueueUrl: z.string() }), ({ QueueUrl }) => {
    const queue = queues.at(QueueUrl);
    if (queue.purgedAt !== undefined && clock() - queue.purgedAt < purgeEveryMs) {
      throw sqsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.declared.name} is allowed every 60 seconds.`,
      );
    }
    queue.purge();
    return {};
  });
}
