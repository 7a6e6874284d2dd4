import { z } from 'zod';
import { page } from '../../paging.ts';
import { type Operation, operation } from '../../service.ts';
import { sqsError } from '../errors.ts';
import type { Queue } from '../queue.ts';
import type { Queues } from '../queues.ts';

const attributesInput = z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) });

export function getQueueAttributes(queues: Queues): Operation {
  return operation(attributesInput, ({ QueueUrl, AttributeNames }) => {
    const attributes = attributesOf(queues.at(QueueUrl));
    const unknown = AttributeNames.find((name) => name !== 'All' && !Object.hasOwn(attributes, name));
    if (unknown !== undefined) throw sqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const asked = Object.entries(attributes).filter(
      ([name, value]) => value !== undefined && (AttributeNames.includes('All') || AttributeNames.includes(name)),
    );
    return asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {};
  });
}

/** Every value is text in SQS; one that is not configured is left out. */
function attributesOf(queue: Queue): Readonly<Record<string, string | undefined>> {
  const { declared } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const created = String(Math.floor(queue.createdAt / 1000));
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    DelaySeconds: String(declared.delaySeconds),
    MaximumMessageSize: String(declared.maximumMessageBytes),
    MessageRetentionPeriod: String(declared.messageRetentionSeconds),
    Policy: declared.policy,
    QueueArn: declared.arn,
    ReceiveMessageWaitTimeSeconds: String(declared.receiveWaitTimeSeconds),
    RedrivePolicy: declared.redrivePolicy && JSON.stringify(declared.redrivePolicy),
    SqsManagedSseEnabled: String(declared.sqsManagedSseEnabled),
    VisibilityTimeout: String(declared.visibilityTimeoutSeconds),
  };
}

export function getQueueUrl(queues: Queues): Operation {
  return operation(z.strictObject({ QueueName: z.string() }), ({ QueueName }) => ({
    QueueUrl: queues.named(QueueName).declared.url,
  }));
}

const listInput = z.strictObject({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.int().min(1).max(1000).optional(),
  NextToken: z.string().optional(),
});

export function listQueues(queues: Queues): Operation {
  return operation(listInput, ({ QueueNamePrefix, MaxResults, NextToken }) => {
    const named = queues.all.filter(({ declared }) => declared.name.startsWith(QueueNamePrefix));
    const listed = page(named, ({ declared }) => declared.name, MaxResults ?? 1000, NextToken);
    if (!listed) throw sqsError('InvalidParameterValue', 'Invalid NextToken value.');
    if (listed.items.length === 0) return {};
    return {
      QueueUrls: listed.items.map(({ declared }) => declared.url),
      // SQS gives no token to a request that set no MaxResults.
      NextToken: MaxResults === undefined ? undefined : listed.nextToken,
    };
  });
}
