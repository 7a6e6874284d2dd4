import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Operation, operation } from '../../service.ts';
import { sqsError } from '../errors.ts';
import { isSqsText } from '../message/characters.ts';
import type { NewMessage, StoredMessage } from '../message/message.ts';
import { attributesBytes, attributesMd5, messageAttribute, validAttributes } from '../message/message-attributes.ts';
import type { Queue } from '../queue.ts';
import type { Queues } from '../queues.ts';

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const messageFields = {
  MessageBody: z.string().optional(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: z.record(z.string(), messageAttribute).optional(),
  MessageSystemAttributes: z.strictObject({ AWSTraceHeader: messageAttribute.optional() }).optional(),
};

export type MessageFields = z.output<z.ZodObject<typeof messageFields>>;

export function sendMessage(queues: Queues): Operation {
  return operation(z.strictObject({ QueueUrl: z.string(), ...messageFields }), ({ QueueUrl, ...fields }) => {
    return sent(store(queues.at(QueueUrl), fields));
  });
}

/** Puts what a request carries on a queue, or refuses it as SQS does, which has other words for an entry of a batch. */
export function store(
  queue: Queue,
  fields: MessageFields,
  parameters: 'are invalid' | 'cannot be validated' = 'are invalid',
): StoredMessage {
  const message = {
    body: validBody(fields.MessageBody),
    attributes: validAttributes(fields.MessageAttributes ?? {}),
    ...(fields.MessageSystemAttributes?.AWSTraceHeader && {
      traceHeader: fields.MessageSystemAttributes.AWSTraceHeader,
    }),
    ...(fields.DelaySeconds !== undefined && { delaySeconds: validDelay(fields.DelaySeconds) }),
  };
  const bytes = messageBytes(message);
  const { maximumMessageBytes } = queue.declared;
  if (bytes > maximumMessageBytes) {
    throw sqsError(
      'InvalidParameterValue',
      `One or more parameters ${parameters}. Reason: Message must be shorter than ${maximumMessageBytes} bytes.`,
    );
  }
  return queue.send(message, bytes);
}

/** The answer about a message that was taken. */
export function sent(message: StoredMessage) {
  return {
    MessageId: message.id,
    MD5OfMessageBody: bodyMd5(message),
    MD5OfMessageAttributes: attributesMd5(message.attributes),
    MD5OfMessageSystemAttributes: message.traceHeader && attributesMd5({ AWSTraceHeader: message.traceHeader }),
  };
}

export function bodyMd5({ body }: { readonly body: string }): string {
  return createHash('md5').update(body).digest('hex');
}

/** System attributes are not counted. */
export function messageBytes({ body, attributes }: Pick<NewMessage, 'body' | 'attributes'>): number {
  return Buffer.byteLength(body) + attributesBytes(attributes);
}

function validBody(body: string | undefined): string {
  if (!body) throw sqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (isSqsText(body)) return body;
  throw sqsError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

function validDelay(seconds: number): number {
  if (seconds >= 0 && seconds <= 900) return seconds;
  throw sqsError(
    'InvalidParameterValue',
    `Value ${seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
  );
}
