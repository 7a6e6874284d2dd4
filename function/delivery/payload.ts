import { isUtf8 } from 'node:buffer';
import type { Reason } from '../signals.ts';
import type { Headers, Scheme } from '../sources/scheme.ts';
import { isForm, jsonOfForm } from './forms.ts';
import { type Handshake, handshakeIn } from './handshakes.ts';
import { read } from './reading.ts';
import type { SenderId } from './sender-id.ts';

export type Payload =
  | {
      readonly ok: true;
      /** The body's own JSON text, or that of its form. */
      readonly text: string;
      /** The answer that the sender wants, if it was sent for that and is no event. */
      readonly handshake?: Handshake;
      readonly eventType: string;
      readonly sentAt?: number;
      readonly senderId?: SenderId;
      /** Signed timestamp to receipt, in milliseconds; negative when the sender's clock is ahead. */
      readonly ageMs?: number;
    }
  | {
      readonly ok: false;
      readonly reason: Reason;
      readonly ageMs?: number;
      /** The field that is missing. */
      readonly field?: string;
    };

/**
 * How many objects and arrays inside one another a payload may be, itself included. Readers take an event of 64 levels
 * (.NET's two by default; others, and PutEvents, some 1,000), and in an event the payload lies on the third.
 * https://learn.microsoft.com/dotnet/api/system.text.json.jsonserializeroptions.maxdepth
 */
const maxDepth = 62;

/** A delivery that was signed. */
export interface Verified {
  readonly body: Buffer;
  readonly headers: Headers;
  /** By a header that was signed, in milliseconds since the epoch. */
  readonly sentAt?: number | undefined;
  /** That signed it. */
  readonly secret: string;
}

/**
 * Reads a verified body and refuses what was not sent about now, where the sender signs when it was.
 * @param receivedAt milliseconds since the epoch
 * @param freshnessMs how far the signed timestamp may lie from `receivedAt`, exclusive, either way
 */
export function readPayload(scheme: Scheme, verified: Verified, receivedAt: number, freshnessMs: number): Payload {
  const { body, headers } = verified;
  // JSON is UTF-8. Anything else would be repaired silently and published as other than what was signed.
  const json = isUtf8(body) && (isForm(scheme, headers) ? jsonOfForm(body) : body);
  if (!json) return { ok: false, reason: 'invalid-json' };
  const { isTooDeep, hasLargeInteger } = scan(json);
  if (isTooDeep) return { ok: false, reason: 'too-deep' };
  const text = json.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'invalid-json' };
  }
  if (!isTaken(value, scheme)) return { ok: false, reason: 'not-an-object' };
  if (hasLargeInteger) return { ok: false, reason: 'number-too-large' };

  const reading = read(scheme, value, headers, verified.sentAt);
  if (!reading.ok) return { ok: false, reason: 'missing-field', field: reading.field };
  const { sentAt } = reading;
  const handshake = handshakeIn(scheme, value, headers, verified.secret);
  const taken = { ...reading, text, ...(handshake && { handshake }) };
  if (sentAt === undefined) return taken;
  const ageMs = receivedAt - sentAt;
  if (ageMs >= freshnessMs) return { ok: false, reason: 'stale', ageMs };
  if (ageMs <= -freshnessMs) return { ok: false, reason: 'early', ageMs };
  return { ...taken, ageMs };
}

/**
 * Goes over the bytes once and stops at the first bracket too many, before anything is built of them. Integers are looked
 * at as they are written: EventBridge takes those from -2^63 to 2^63 - 1, and numbers with a fraction or an exponent.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
function scan(json: Buffer): { readonly isTooDeep: boolean; readonly hasLargeInteger: boolean } {
  let depth = 0;
  let isText = false;
  let hasLargeInteger = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) isText = !isText;
    else if (isText) index += byte === backslash ? 1 : 0;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    else if (isDigit(byte)) {
      const end = endOfDigits(json, index);
      if (end - index >= limitDigits) hasLargeInteger ||= isLargeInteger(json, index, end);
      index = end - 1;
    }
    if (depth > maxDepth) return { isTooDeep: true, hasLargeInteger };
  }
  return { isTooDeep: false, hasLargeInteger };
}

function endOfDigits(body: Buffer, start: number): number {
  let end = start + 1;
  while (isDigit(body[end])) end += 1;
  return end;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

const largestInteger = 2n ** 63n - 1n;
const limitDigits = String(largestInteger).length;

/** Whether the digits are all of an integer, and it is beyond 64 bits. */
function isLargeInteger(body: Buffer, start: number, end: number): boolean {
  const before = body.toString('latin1', Math.max(0, start - 2), start);
  const after = body.toString('latin1', end, end + 1);
  if (/[.eE][+-]?$/.test(before) || /[.eE]/.test(after)) return false;
  const digits = body.toString('latin1', start, end);
  return digits.length > limitDigits || BigInt(digits) - (before.endsWith('-') ? 1n : 0n) > largestInteger;
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = Buffer.from('"\\[]{}');
const [zero = 0, nine = 0] = Buffer.from('09');

function isTaken(value: unknown, { takesArrays }: Scheme): boolean {
  return typeof value === 'object' && value !== null && (takesArrays === true || !Array.isArray(value));
}
