import { z } from 'zod';
import { type Operation, operation } from '../../service.ts';
import { sqsError } from '../errors.ts';
import type { StoredMessage } from '../message/message.ts';
import { attributesMd5, selectedAttributes } from '../message/message-attributes.ts';
import { maximumVisibilitySeconds, type Queue } from '../queue.ts';
import type { Queues } from '../queues.ts';
import { bodyMd5 } from './send.ts';

const maximumWaitSeconds = 20;

const names = z.array(z.string()).default([]);
const input = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z.int().default(1),
  VisibilityTimeout: z.int().optional(),
  WaitTimeSeconds: z.int().optional(),
  // The older name of the one after it; AWS takes both together.
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});

export function receiveMessage(queues: Queues): Operation {
  return operation(input, async (request, signal) => {
    const queue = queues.at(request.QueueUrl);
    const systemNames = validSystemNames([...request.AttributeNames, ...request.MessageSystemAttributeNames]);
    const maximum = within('MaxNumberOfMessages', request.MaxNumberOfMessages, 1, 10);
    const timeout = request.VisibilityTimeout ?? queue.declared.visibilityTimeoutSeconds;
    const hidden = within('VisibilityTimeout', timeout, 0, maximumVisibilitySeconds);
    const wait = request.WaitTimeSeconds ?? queue.declared.receiveWaitTimeSeconds;
    if (wait < 0 || wait > maximumWaitSeconds) {
      throw sqsError(
        'InvalidParameterValue',
        `Value ${wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= ${maximumWaitSeconds}, if provided.`,
      );
    }
    const messages = await longPoll(queue, wait, signal, () => {
      return queue.receive(maximum, hidden, queues.deadLettersOf(queue));
    });
    queue.reportReceived(messages.length);
    // SQS leaves the list out when there is nothing in it.
    if (messages.length === 0) return {};
    return {
      Messages: messages.map((message) => received(message, systemNames, request.MessageAttributeNames, queue)),
    };
  });
}

/** Tries at once, at every arrival and whenever a hidden message is visible again, until something came or time is up. */
async function longPoll(
  queue: Queue,
  seconds: number,
  gone: AbortSignal | undefined,
  receive: () => readonly StoredMessage[],
): Promise<readonly StoredMessage[]> {
  const up = AbortSignal.timeout(seconds * 1000);
  const end = gone ? AbortSignal.any([gone, up]) : up;
  for (;;) {
    // A client that has gone must not take a message with it.
    const messages = gone?.aborted ? [] : receive();
    if (messages.length > 0 || seconds === 0 || end.aborted || queue.arrivals.closed) return messages;
    await queue.arrivals.next(queue.nextVisibleIn() ?? seconds * 1000, end);
  }
}

function received(
  message: StoredMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
  queue: Queue,
) {
  const attributes = selectedAttributes(message.attributes, attributeNames);
  const system = selectedSystemAttributes(message, systemNames, queue);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: bodyMd5(message),
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: attributesMd5(attributes),
    }),
  };
}

const systemAttributes: Readonly<Record<string, (message: StoredMessage, queue: Queue) => string | undefined>> = {
  SentTimestamp: ({ sentAt }) => String(sentAt),
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAt }) => String(firstReceivedAt),
  // The local run has no principals; the account is the nearest it knows of the sender.
  SenderId: (_, queue) => queue.declared.arn.split(':')[4],
  AWSTraceHeader: ({ traceHeader }) => traceHeader?.StringValue,
  DeadLetterQueueSourceArn: ({ sourceArn }) => sourceArn,
};

/** Names that exist only on FIFO queues are known to SQS and find nothing here. */
const fifoNames = ['SequenceNumber', 'MessageDeduplicationId', 'MessageGroupId'];

function validSystemNames(wanted: readonly string[]): readonly string[] {
  const known = ['All', ...Object.keys(systemAttributes), ...fifoNames];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw sqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  return wanted;
}

function selectedSystemAttributes(message: StoredMessage, wanted: readonly string[], queue: Queue) {
  const values = Object.entries(systemAttributes)
    .filter(([name]) => wanted.includes('All') || wanted.includes(name))
    .map(([name, value]) => [name, value(message, queue)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

export function within(parameter: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw sqsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}
