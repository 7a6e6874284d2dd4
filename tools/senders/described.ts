import { randomBytes, sign } from 'node:crypto';
import type { EventType, From, Method, Piece, Scheme, Timestamp } from '../../function/sources/scheme.ts';
import { shownKey, signingKey } from './key-pair.ts';
import { hmac, privateKeyOf, randomId, type Signing } from './sender.ts';

/**
 * A sender made from the description of its scheme, for schemes of which nothing else is known. It reads the same data as
 * the function, and shares none of its code.
 */
export function describedSender(scheme: Scheme): Signing {
  const method = (secret: string) =>
    methods(scheme).find(([, { prefix = '' }]) => secret.startsWith(prefix)) ?? first(scheme);
  return {
    payload: (now) => payloadOf(scheme, now),
    headers: (secret, now, body, address) => headersOf(scheme, method(secret), secret, { now, body, address }),
    newSecret: () => secretOf(first(scheme)[1]),
    onlyVerifies: (secret) =>
      isPublic(method(secret)[1]) && secret !== secretOf(method(secret)[1]) && !privateKeyOf(secret),
  };
}

/** What stands before the signature, and how it is made. */
type Labelled = readonly [label: string, method: Method];

function methods({ signature: { made } }: Scheme): readonly Labelled[] {
  if ('algorithm' in made) return [['', made]];
  return Object.entries(made.labels).map(([label, method]) => [`${label}${made.after}`, method]);
}

function first(scheme: Scheme): Labelled {
  const [method] = methods(scheme);
  if (method) return method;
  throw new Error(`the scheme ${scheme.name} has no label`);
}

function isPublic({ algorithm }: Method): boolean {
  return 'curve' in algorithm;
}

function payloadOf({ timestamp, id, eventType }: Scheme, now: number): object {
  // No two are the same, or the second would be a duplicate.
  const payload = { message: `Hello ${randomId()}` };
  for (const from of placesOf(eventType)) if ('body' in from) put(payload, from.body, example);
  if (id && 'body' in id) put(payload, id.body, randomId());
  if (timestamp && 'body' in timestamp.from) put(payload, timestamp.from.body, now);
  return payload;
}

function placesOf(eventType: EventType): readonly From[] {
  return 'always' in eventType ? [] : eventType.from;
}

function put(at: object, [name, next, ...more]: readonly [string, ...string[]], value: unknown): void {
  if (next === undefined) return void Object.assign(at, { [name]: value });
  const inner: unknown = Reflect.get(at, name);
  const object = typeof inner === 'object' && inner !== null ? inner : {};
  put(object, [next, ...more], value);
  Object.assign(at, { [name]: object });
}

interface Sent {
  readonly now: number;
  readonly body: Buffer;
  readonly address: string;
}

function headersOf(
  { signature, signed, timestamp, id, eventType }: Scheme,
  [label, method]: Labelled,
  secret: string,
  { now, body, address }: Sent,
): Readonly<Record<string, string>> {
  const time = timestamp ? written(now, timestamp.unit) : '';
  const newId = randomId();
  const pieces = { body, timestamp: time, id: newId, url: address };
  const bytesOf = (piece: Piece) => Buffer.from(typeof piece === 'string' ? pieces[piece] : textOf(piece, address));
  const proof = signatureOf(method, secret, Buffer.concat(signed.map(bytesOf)));
  const text = signature.encoding === 'text' ? proof.toString() : proof.toString(signature.encoding);
  const timeField = timestamp && 'field' in timestamp.from ? [`${timestamp.from.field}=${time}`] : [];
  const examples = [...placesOf(eventType), ...signed.filter((piece) => typeof piece === 'object')];
  return {
    ...Object.fromEntries(examples.flatMap((from) => inHeader(from, example))),
    ...Object.fromEntries(id ? inHeader(id, newId) : []),
    ...Object.fromEntries(timestamp ? inHeader(timestamp.from, time) : []),
    [signature.names[0]]: [...timeField, `${label}${text}`].join(signature.between),
  };
}

/** The value of whatever else a delivery says. */
const example = 'example';

/** What is signed beside what has a meaning of its own. */
function textOf(piece: Exclude<Piece, string>, address: string): string {
  if ('text' in piece) return piece.text;
  return 'query' in piece ? (new URL(address).searchParams.get(piece.query) ?? '') : example;
}

function inHeader(
  place: Exclude<Piece, string> | Timestamp['from'],
  value: string,
): readonly (readonly [string, string])[] {
  return 'header' in place ? [[place.header[0], value]] : [];
}

function written(now: number, unit: 's' | 'ms' | 'iso'): string {
  if (unit === 'iso') return new Date(now).toISOString();
  return String(unit === 's' ? Math.floor(now / 1000) : now);
}

function signatureOf({ prefix = '', algorithm, key }: Method, secret: string, content: Buffer): Buffer {
  if ('curve' in algorithm) {
    const isShown = secret === `${prefix}${shownKey(algorithm.curve).toString(key)}`;
    return sign(algorithm.hash, content, privateKeyOf(secret) ?? signingKey(algorithm.curve, isShown));
  }
  if ('token' in algorithm) return Buffer.from(secret);
  return hmac(algorithm.hash, Buffer.from(secret.slice(prefix.length), key), content);
}

function secretOf({ prefix = '', algorithm, key }: Method): string {
  if ('curve' in algorithm) return `${prefix}${shownKey(algorithm.curve).toString(key)}`;
  return `${prefix}${randomBytes(24).toString(key === 'utf8' ? 'base64url' : key)}`;
}
