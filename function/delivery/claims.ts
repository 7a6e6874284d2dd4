import type { Headers, Method, Names, Scheme, SignatureHeader } from '../sources/scheme.ts';
import { headerOf, idIn } from './header.ts';
import { signedTime } from './signed-time.ts';

/** What a request says of itself, of which nothing is true until a secret has signed it. */
export interface Claims {
  /** At least one. */
  readonly signatures: readonly Signature[];
  /** What they are of, in its order. */
  readonly signed: readonly (string | Buffer)[];
  /** By a header that is signed, in milliseconds since the epoch. */
  readonly sentAt?: number;
}

export interface Signature {
  readonly method: Method;
  readonly bytes: Buffer;
}

/** More than any sender has secrets: each costs a verification. */
const mostSignatures = 16;

/** What the headers claim, or nothing where they have not exactly the shape of the scheme. */
export function readClaims(scheme: Scheme, headers: Headers, body: Buffer): Claims | undefined {
  const { signature, timestamp, id } = scheme;
  const header = headerOf(headers, signature.names) ?? '';
  const parts = signature.between === undefined ? [header] : header.split(signature.between);
  const signatures = parts.flatMap((part) => signatureOf(part, signature) ?? []);
  if (signatures.length === 0 || signatures.length > mostSignatures) return undefined;

  const time = timestamp && signedTime(timestamp, headers, parts, signature);
  const sender = id && 'header' in id ? idIn(headers, id.header) : undefined;
  const pieces = { body, timestamp: time?.text, id: sender };
  const signed = scheme.signed.map((piece) => (typeof piece === 'string' ? pieces[piece] : piece.text));
  if (!signed.every((piece) => piece !== undefined)) return undefined;
  return time ? { signatures, signed, sentAt: time.at } : { signatures, signed };
}

/** Nothing for what is none, or of an algorithm that is not asked for: it is passed over. */
function signatureOf(part: string, { made, encoding }: SignatureHeader): Signature | undefined {
  if ('algorithm' in made) return signatureBy(made, part, encoding);
  const end = part.indexOf(made.after);
  const label = part.slice(0, Math.max(0, end));
  const method = Object.hasOwn(made.labels, label) ? made.labels[label] : undefined;
  return method && signatureBy(method, part.slice(end + 1), encoding);
}

function signatureBy(method: Method, text: string, encoding: 'hex' | 'base64'): Signature | undefined {
  const bytes = bytesOf(text, encoding);
  const length = lengths[method.algorithm];
  return bytes && (length === undefined || bytes.length === length) ? { method, bytes } : undefined;
}

/** In bytes; that of DER depends on the signature. */
const lengths: Readonly<Record<Method['algorithm'], number | undefined>> = {
  'hmac-sha1': 20,
  'hmac-sha256': 32,
  'hmac-sha512': 64,
  'hmac-sha3-256': 32,
  ed25519: 64,
  'ecdsa-p256': undefined,
};

/** The bytes that a text stands for, or nothing when it is not the text that stands for them: Node passes over what is none. */
export function bytesOf(text: string, encoding: 'hex' | 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  // Hex may be in either case.
  const written = encoding === 'hex' ? text.toLowerCase() : text;
  return text !== '' && bytes.toString(encoding) === written ? bytes : undefined;
}
