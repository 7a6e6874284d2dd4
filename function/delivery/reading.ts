import type { BodyField, EventType, From, Headers, Scheme } from '../sources/scheme.ts';
import { headerOf, idIn } from './header.ts';

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

/** The sender's own id of a delivery. */
export interface SenderId {
  readonly id: string;
  /** Whether the signature covers it. */
  readonly isSigned: boolean;
}

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

/** Texts alone: a number would be written anew, and not as the sender wrote it. */
function textOf(from: From, payload: unknown, headers: Headers): string | undefined {
  const value = 'body' in from ? valueAt(payload, from) : headerOf(headers, from.header);
  return typeof value === 'string' ? value : undefined;
}

function valueAt(payload: unknown, { body }: BodyField): unknown {
  return body.reduce((at, name) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    return Reflect.get(at, name);
  }, payload);
}

function nameOf(from: From): string {
  return 'body' in from ? from.body.join('.') : from.header[0];
}

/** No id, rather than half of one, where it is longer than any sender's. */
function senderIdIn({ id: from, signed }: Scheme, payload: unknown, headers: Headers) {
  if (!from) return undefined;
  const id = 'body' in from ? textOf(from, payload, headers) : idIn(headers, from.header);
  if (!id || id.length > 256) return undefined;
  return { senderId: { id, isSigned: 'body' in from || signed.includes('id') } };
}

/** Milliseconds that a Date can hold, ±8.64e15: beyond them writing the time down would throw. */
function isDate(milliseconds: unknown): milliseconds is number {
  return Number.isSafeInteger(milliseconds) && Math.abs(Number(milliseconds)) <= 8.64e15;
}
