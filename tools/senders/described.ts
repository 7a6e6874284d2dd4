import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { EventType, From, Method, PublicKeyAlgorithm, Scheme } from '../../function/sources/scheme.ts';
import { hmac, randomId, type Signing } from './sender.ts';

/**
 * A sender made from the description of its scheme, for schemes of which nothing else is known. It reads the same data as
 * the function, and shares none of its code.
 */
export function describedSender(scheme: Scheme): Signing {
  const method = (secret: string) =>
    methods(scheme).find(([, { prefix = '' }]) => secret.startsWith(prefix)) ?? first(scheme);
  return {
    payload: (now) => payloadOf(scheme, now),
    headers: (secret, now, body) => headersOf(scheme, method(secret), secret, now, body),
    newSecret: () => secretOf(first(scheme)[1]),
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

function payloadOf({ timestamp, id, eventType }: Scheme, now: number): object {
  // No two are the same, or the second would be a duplicate.
  const payload = { message: `Hello ${randomId()}` };
  for (const from of placesOf(eventType)) if ('body' in from) put(payload, from.body, 'example');
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

function headersOf(
  { signature, signed, timestamp, id, eventType }: Scheme,
  [label, method]: Labelled,
  secret: string,
  now: number,
  body: Buffer,
): Readonly<Record<string, string>> {
  const time = timestamp ? written(now, timestamp.unit) : '';
  const newId = randomId();
  const pieces = { body, timestamp: time, id: newId };
  const content = Buffer.concat(
    signed.map((piece) => Buffer.from(typeof piece === 'string' ? pieces[piece] : piece.text)),
  );
  const proof = `${label}${signatureOf(method, secret, content).toString(signature.encoding)}`;
  const timeField = timestamp && 'field' in timestamp.from ? [`${timestamp.from.field}=${time}`] : [];
  return {
    ...Object.fromEntries(placesOf(eventType).flatMap((from) => inHeader(from, 'example'))),
    ...Object.fromEntries(id ? inHeader(id, newId) : []),
    ...Object.fromEntries(timestamp && 'header' in timestamp.from ? inHeader(timestamp.from, time) : []),
    [signature.names[0]]: [...timeField, proof].join(signature.between),
  };
}

function inHeader(from: From, value: string): readonly (readonly [string, string])[] {
  return 'header' in from ? [[from.header[0], value]] : [];
}

function written(now: number, unit: 's' | 'ms' | 'iso'): string {
  if (unit === 'iso') return new Date(now).toISOString();
  return String(unit === 's' ? Math.floor(now / 1000) : now);
}

function signatureOf({ prefix = '', algorithm, key }: Method, secret: string, content: Buffer): Buffer {
  if ('curve' in algorithm) {
    // For the key of another this has no private one, and signs as a forger would.
    const isLocal = secret === `${prefix}${shownKey(algorithm).toString(key)}`;
    return sign(algorithm.hash, content, isLocal ? localKey(algorithm) : forgersKey(algorithm));
  }
  return hmac(algorithm.hash, Buffer.from(secret.slice(prefix.length), key), content);
}

function secretOf({ prefix = '', algorithm, key }: Method): string {
  if ('curve' in algorithm) return `${prefix}${shownKey(algorithm).toString(key)}`;
  return `${prefix}${randomBytes(24).toString(key === 'utf8' ? 'base64url' : key)}`;
}

/** The private key of the laptop's senders is no secret, and the same everywhere. */
const seed = createHash('sha256').update('the sender of the local run').digest();

function localKey({ curve }: PublicKeyAlgorithm): KeyObject {
  if (curve === 'ed25519') {
    // PKCS #8 of a seed: RFC 8410, 7.
    const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(seed);
  const point = ecdh.getPublicKey();
  const part = (from: number, to: number) => point.toString('base64url', from, to);
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d: seed.toString('base64url') };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function forgersKey({ curve }: PublicKeyAlgorithm): KeyObject {
  return curve === 'ed25519'
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
}

/** As senders show it: the 32 bytes of an ed25519 key, the SubjectPublicKeyInfo of a point. */
function shownKey(algorithm: PublicKeyAlgorithm): Buffer {
  const info = createPublicKey(localKey(algorithm)).export({ format: 'der', type: 'spki' });
  return algorithm.curve === 'ed25519' ? info.subarray(-32) : info;
}
