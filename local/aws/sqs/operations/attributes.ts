import { z } from 'zod';
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
