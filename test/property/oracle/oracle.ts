import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { freshnessMs, maxDeliveryBytes, secretsBySource } from '../sources.ts';
import { hmacSha3 } from './hmac.ts';

/** What consumers can be expected to read, less the two levels that the event has around the payload. */
const maxDepth = 62;

/** What must become of a request: onto the bus with that text, or refused with that status. */
export type Verdict =
  | { readonly publish: true; readonly source: string; readonly text: string; readonly eventType: string }
  | { readonly publish: false; readonly status: number };

/** The README's table of a delivery's way, read once more and without a line of function/. */
export function verdict(event: LambdaFunctionURLEvent): Verdict {
  const { method } = event.requestContext.http;
  const { 'content-type': contentType, 'momento-signature': signature } = event.headers;
  const bytes = bytesOf(event);
  const source = Object.keys(secretsBySource).find((name) => event.rawPath === `/${name}`);
  if (bytes.length > maxDeliveryBytes) return refused(413);
  if (method !== 'POST') return refused(405);
  if (source === undefined) return refused(404);
  if (!isJson(contentType)) return refused(415);
  if (bytes.length === 0) return refused(400);
  if (!isSigned(source, signature, bytes)) return refused(401);

  const payload = read(bytes);
  if (payload === undefined || !hasFields(payload)) return refused(400);
  if (depthOf(bytes) > maxDepth || integersOf(bytes).some(isBeyond64Bits)) return refused(400);
  if (!isFresh(payload, event.requestContext.timeEpoch)) return refused(403);
  // 128 is PutEvents' own limit.
  const eventType = `${payload.cache}#${payload.topic}`.slice(0, 128).toWellFormed();
  return { publish: true, source, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), eventType };
}

/** Whether one of the source's secrets that is none but empty made this signature over these bytes. */
export function isSigned(source: string, signature: unknown, bytes: Uint8Array): boolean {
  if (typeof signature !== 'string') return false;
  const claimed = signature.toLowerCase();
  const { current, previous } = secretsBySource[source] ?? {};
  return [current, previous].some((secret) => secret && hmacSha3(secret, bytes).toString('hex') === claimed);
}

/** Whether the signed time lies less than the freshness from receipt, either way. */
export function isFresh({ publish_timestamp: sentAt }: Payload, receivedAt: number): boolean {
  return Math.abs(receivedAt - sentAt) < freshnessMs;
}

/** What Momento's payload has at least. */
export interface Payload {
  readonly cache: string;
  readonly topic: string;
  readonly publish_timestamp: number;
}

export function hasFields(value: unknown): value is Payload {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { cache, topic, publish_timestamp: sentAt } = value as Readonly<Record<string, unknown>>;
  // A time is whole milliseconds that a Date can hold (ECMAScript, 21.4.1.1).
  const isTime = Number.isInteger(sentAt) && !Number.isNaN(new Date(Number(sentAt)).getTime());
  return typeof cache === 'string' && typeof topic === 'string' && isTime;
}

/** The JSON in bytes that are UTF-8, or nothing. */
function read(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Objects and arrays inside one another, in JSON, whether or not a key that comes again hides them. */
function depthOf(bytes: Uint8Array): number {
  const brackets = Buffer.from(bytes)
    .toString()
    .replace(/"(?:[^"\\]|\\.)*"|[^[\]{}]/gs, '');
  let [depth, deepest] = [0, 0];
  for (const bracket of brackets) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** As they are written: what has a fraction or an exponent is none. */
function integersOf(bytes: Uint8Array): readonly bigint[] {
  const withoutTexts = Buffer.from(bytes)
    .toString()
    .replace(/"(?:[^"\\]|\\.)*"/gs, ' ');
  const numbers = withoutTexts.match(/-?[\d][\d.eE+-]*/g) ?? [];
  return numbers.filter((number) => /^-?\d+$/.test(number)).map(BigInt);
}

function isBeyond64Bits(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) !== integer;
}

function bytesOf({ body = '', isBase64Encoded }: LambdaFunctionURLEvent): Uint8Array {
  return isBase64Encoded ? Buffer.from(body, 'base64') : new TextEncoder().encode(body);
}

function isJson(contentType = 'application/octet-stream'): boolean {
  const [type = ''] = contentType.toLowerCase().split(';');
  return /^application\/(json|octet-stream|[a-z0-9_.+-]+\+json)$/.test(type.replace(/[ \t]+$/, ''));
}

function refused(status: number): Verdict {
  return { publish: false, status };
}
