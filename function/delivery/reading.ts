import type { EventType, From, Headers, Scheme } from '../sources/scheme.ts';
import { textOf, valueAt } from './fields.ts';
import { type SenderId, senderIdIn } from './sender-id.ts';

export type Reading =
  | {
      readonly ok: true;
      /** Becomes the event's detail-type. */
      readonly eventType: string;
      /** The signed time of sending, in milliseconds since the epoch, where the sender signs one. */
      readonly sentAt?: number;
      readonly senderId?: SenderId;
    }
  | {
      readonly ok: false;
      /** The field, or the header, that is missing or of the wrong type. */
      readonly field: string;
    };

/**
 * What the bridge must know of a verified delivery.
 * @param sentAt by a header that is signed
 */
export function read(scheme: Scheme, payload: unknown, headers: Headers, sentAt?: number): Reading {
  const { timestamp } = scheme;
  const eventType = eventTypeIn(scheme.eventType, payload, headers);
  if (typeof eventType !== 'string') return { ok: false, field: nameOf(eventType) };
  const reading = { ok: true, eventType, ...senderIdIn(scheme, payload, headers) } as const;
  if (!timestamp || !('body' in timestamp.from)) return sentAt === undefined ? reading : { ...reading, sentAt };
  const at = valueAt(payload, timestamp.from);
  return isDate(at) ? { ...reading, sentAt: at } : { ok: false, field: nameOf(timestamp.from) };
}

/** Or what is missing to it. EventBridge takes no empty one. */
function eventTypeIn(asked: EventType, payload: unknown, headers: Headers): string | From {
  if ('always' in asked) return asked.always;
  const texts = asked.from.map((from) => textOf(from, payload, headers));
  const isMissing = (text: string | undefined) => text === undefined || (text === '' && texts.length === 1);
  const missing = asked.from.find((_, index) => isMissing(texts[index]));
  if (!missing) return texts.join('#');
  return asked.otherwise ? eventTypeIn(asked.otherwise, payload, headers) : missing;
}

function nameOf(from: From): string {
  return 'body' in from ? from.body.join('.') : from.header[0];
}

/** Milliseconds that a Date can hold, ±8.64e15: beyond them writing the time down would throw. */
function isDate(milliseconds: unknown): milliseconds is number {
  return Number.isSafeInteger(milliseconds) && Math.abs(Number(milliseconds)) <= 8.64e15;
}
