import { ChangeMessageVisibilityCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isLocal } from '../../aws-access.ts';
import type { VerifiedStack } from '../verified-stack.ts';
import { type BusEvents, eventsOf } from './bus-events.ts';

/**
 * By the queue that has every event of a run of npm start, where no rule can be made. What others wait for in it is given
 * back. Nothing where there is no such queue.
 */
export async function localEvents({ aws, stopped }: VerifiedStack, run: string): Promise<BusEvents | undefined> {
  if (!isLocal(aws.endpoint)) return undefined;
  const client = new SQSClient(aws.configuration);
  const found = await client.send(new GetQueueUrlCommand({ QueueName: 'local-events' })).catch(() => undefined);
  const QueueUrl = found?.QueueUrl;
  if (QueueUrl === undefined) return undefined;
  const others: string[] = [];
  return {
    event: eventsOf(client, QueueUrl, { aws, stopped, run }, (receiptHandle) => others.push(receiptHandle)),
    async [Symbol.asyncDispose]() {
      for (const ReceiptHandle of others) {
        await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      }
    },
  };
}
