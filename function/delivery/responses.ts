import { type Reason, statusByReason } from '../signals.ts';
import type { TakenStatus } from './duplicates.ts';
import type { Handshake } from './handshakes.ts';

/** What the Function URL answers. */
export interface Response {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/**
 * The delivery is on the bus (200), or will be (202).
 * @param empty the status instead, without a body, for a sender that wants none
 */
export function accepted(id: string, statusCode: TakenStatus, empty?: number): Response {
  if (empty) return { statusCode: empty };
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) };
}

/** What a sender is told that only asked whether this is its address. */
export function shake({ status, type, body }: Handshake): Response {
  if (!type || !body) return { statusCode: status };
  return { statusCode: status, headers: { 'content-type': type, 'x-content-type-options': 'nosniff' }, body };
}

/**
 * RFC 9457 problem details. An answer helps an honest sender and gives an attacker nothing: it never says which secret,
 * digest or byte failed.
 */
export function problem(reason: Reason): Response {
  const status = statusByReason[reason];
  const { title, detail } = words[reason];
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...headers[status] },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  };
}

/** What HTTP asks of an answer with that status. Retry-After is in seconds. */
const headers: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  405: { allow: 'POST' },
  415: { 'accept-post': 'application/json' },
  503: { 'retry-after': '5' },
};

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** One answer for every kind of signature that does not hold. */
const unverified: Words = {
  title: 'Unauthorized',
  detail: 'The delivery carries no signature that an active secret of this source has made over these bytes.',
};

const untimely: Words = {
  title: 'Forbidden',
  detail: 'The signed time of this delivery is too far from the time of its receipt.',
};

const words: Readonly<Record<Reason, Words>> = {
  'too-large': { title: 'Content Too Large', detail: 'The body is larger than this bridge accepts.' },
  'wrong-method': { title: 'Method Not Allowed', detail: 'Deliveries are made with POST.' },
  'unknown-path': { title: 'Not Found', detail: 'No source delivers to this path.' },
  'wrong-content-type': { title: 'Unsupported Media Type', detail: 'Deliveries are application/json.' },
  'empty-body': { title: 'Bad Request', detail: 'The delivery has no body.' },
  'malformed-signature': unverified,
  'wrong-signature': unverified,
  'no-secret': unverified,
  'too-deep': { title: 'Bad Request', detail: 'The body is nested deeper than this bridge reads.' },
  'invalid-json': { title: 'Bad Request', detail: 'The body is not JSON, or not a form, in UTF-8.' },
  'not-an-object': { title: 'Bad Request', detail: 'The body is not a JSON object.' },
  'number-too-large': { title: 'Bad Request', detail: 'The body has an integer of more than 64 bits.' },
  'missing-field': { title: 'Bad Request', detail: 'The body lacks a field that deliveries of this source have.' },
  stale: untimely,
  early: untimely,
  'secret-unavailable': { title: 'Service Unavailable', detail: 'The delivery cannot be verified now. Send it again.' },
  'publish-failed': { title: 'Service Unavailable', detail: 'The delivery cannot be published now. Send it again.' },
  unexpected: { title: 'Internal Server Error', detail: 'The delivery was not published. Send it again.' },
};
