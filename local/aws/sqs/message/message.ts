import { randomUUID } from 'node:crypto';
import type { MessageAttribute, MessageAttributes } from './message-attributes.ts';

export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: MessageAttribute;
  readonly delaySeconds?: number;
}

export interface StoredMessage extends NewMessage {
  readonly id: string;
  readonly bytes: number;
  /** Milliseconds since the epoch, as every time below. */
  readonly sentAt: number;
  /** The queue a dead letter came from. */
  sourceArn: string | undefined;
  /** On the clock of metrics, into this queue: of a dead letter, when it became one. */
  arrivedAt: number;
  visibleAt: number;
  receiveCount: number;
  /** The last time. */
  receivedAt: number | undefined;
  firstReceivedAt: number | undefined;
  receiptHandle: string | undefined;
}

/** A message that was just sent; times in milliseconds since the epoch, `arrivedAt` on the clock of metrics. */
export function newlyStored(
  message: NewMessage & { readonly delaySeconds: number },
  bytes: number,
  sentAt: number,
  arrivedAt: number,
): StoredMessage {
  return {
    ...message,
    id: randomUUID(),
    bytes,
    sentAt,
    arrivedAt,
    visibleAt: sentAt + message.delaySeconds * 1000,
    sourceArn: undefined,
    receiveCount: 0,
    receivedAt: undefined,
    firstReceivedAt: undefined,
    receiptHandle: undefined,
  };
}
