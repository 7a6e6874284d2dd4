import { createHash } from 'node:crypto';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Source } from './configuration.ts';
import type { SenderId } from './delivery/sender-id.ts';

/** A verified, fresh delivery: what becomes an event. */
export interface VerifiedDelivery {
  readonly source: Source;
  readonly body: Buffer;
  /** The body's own JSON text, or that of its form: it goes onto the bus as it was sent, with numbers no parser has rounded. */
  readonly text: string;
  readonly eventType: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Nothing where the sender signs no time. */
  readonly sentAt?: number | undefined;
  readonly senderId?: SenderId | undefined;
  /** X-Ray trace id, where there is one. */
  readonly traceId: string | undefined;
}

/** Longest DetailType that PutEvents takes, in characters. */
const maxDetailType = 128;

/**
 * The same delivery has the same id wherever and whenever it is received: consumers tell duplicates by it. 128 bits in
 * hex. A sender that signs an id of its own may send other bytes by it when it tries again, and the same by another id
 * when something happens twice.
 */
export function deliveryId({ source, body, senderId }: Pick<VerifiedDelivery, 'source' | 'body' | 'senderId'>): string {
  const hash = createHash('sha256').update(`${source.scheme.name}\n${source.name}\n`);
  // No body that is JSON begins so.
  hash.update(senderId?.isSigned ? `id:${senderId.id}` : body);
  return hash.digest('hex').slice(0, 32);
}

/** The event on the bus. */
export function toEntry(delivery: VerifiedDelivery, id: string, busName: string): PutEventsRequestEntry {
  const { source, text, receivedAt, sentAt, senderId, traceId } = delivery;
  // Cutting may halve a character; AWS takes whole ones only.
  const eventType = delivery.eventType.slice(0, maxDetailType).toWellFormed();
  const metadata = {
    id,
    source: source.name,
    scheme: source.scheme.name,
    eventType,
    receivedAt: new Date(receivedAt).toISOString(),
    sentAt: sentAt === undefined ? undefined : new Date(sentAt).toISOString(),
    senderId: senderId?.id,
    senderIdSigned: senderId?.isSigned,
    bodySigned: source.scheme.isBodySigned,
    traceId,
  };
  return {
    EventBusName: busName,
    Source: `webhook.${source.name}`,
    DetailType: eventType,
    Detail: `{"metadata":${JSON.stringify(metadata)},"data":${text}}`,
    Time: new Date(receivedAt),
  };
}
