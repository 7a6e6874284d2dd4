import { randomUUID } from 'node:crypto';

/** Opaque to clients. It names its queue and message, so that a handle of a deleted message is known as one of ours. */
export function receiptHandle(queueArn: string, messageId: string): string {
  return Buffer.from(`${queueArn} ${messageId} ${randomUUID()}`).toString('base64');
}

/** Undefined when the handle is not one of this queue. */
export function messageIdIn(handle: string, queueArn: string): string | undefined {
  const [arn, messageId, receipt] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  return arn === queueArn && receipt ? messageId : undefined;
}
