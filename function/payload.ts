import { isUtf8 } from 'node:buffer';
import type { Reason } from './signals.ts';
import type { Scheme } from './sources/scheme.ts';

export type Payload =
  | {
      readonly ok: true;
      /** The body's own JSON text. */
      readonly text: string;
      readonly eventType: string;
      readonly sentAt: number;
      /** Signed timestamp to receipt, in milliseconds; negative when the sender's clock is ahead. */
      readonly ageMs: number;
    }
  | {
      readonly ok: false;
      readonly reason: Reason;
      readonly ageMs?: number;
      /** The field that is missing. */
      readonly field?: string;
    };

/**
 * Reads a verified body and refuses what was not sent about now.
 * @param receivedAt milliseconds since the epoch
 * @param freshnessMs how far the signed timestamp may lie from `receivedAt`, exclusive, either way
 */
export function readPayload(scheme: Scheme, body: Buffer, receivedAt: number, freshnessMs: number): Payload {
  // JSON is UTF-8. Anything else would be repaired silently and published as other than what was signed.
  if (!isUtf8(body)) return { ok: false, reason: 'invalid-json' };
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'invalid-json' };
  }
  if (!isObject(value)) return { ok: false, reason: 'not-an-object' };

  const reading = scheme.read(value);
  if (!reading.ok) return { ok: false, reason: 'missing-field', field: reading.field };
  const { eventType, sentAt } = reading;
  const ageMs = receivedAt - sentAt;
  if (ageMs >= freshnessMs) return { ok: false, reason: 'stale', ageMs };
  if (ageMs <= -freshnessMs) return { ok: false, reason: 'early', ageMs };
  return { ok: true, text, eventType, sentAt, ageMs };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
