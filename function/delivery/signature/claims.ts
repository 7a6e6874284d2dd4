import type { DeliveryRequest, Method, Scheme, SignatureHeader } from '../../sources/scheme.ts';
import { headerOf } from '../fields.ts';
import { headerId } from '../sender-id.ts';
import { madeBy } from './labels.ts';
import { bodyField, pieceOf } from './pieces.ts';
import { signedTime } from './signed-time.ts';

/** What a request says of itself, of which nothing is true until a secret has signed it. */
export interface Claims {
  /** At least one. */
  readonly signatures: readonly Signature[];
  /** What they are of, in its order. */
  readonly signed: readonly (string | Buffer)[];
  /** By a header that is signed, in milliseconds since the epoch. */
  readonly sentAt: number | undefined;
}

export interface Signature {
  readonly method: Method;
  readonly bytes: Buffer;
}

/** More than any sender has secrets: each costs a verification. */
const mostSignatures = 16;

/** What the request claims, or nothing where it has not exactly the shape of the scheme. */
export function readClaims(scheme: Scheme, request: DeliveryRequest): Claims | undefined {
  const { signature, timestamp } = scheme;
  const { headers, body } = request;
  const text = headerOf(headers, signature.names) ?? (signature.field && bodyField(signature.field, body)) ?? '';
  const parts = signature.between === undefined ? [text] : text.split(signature.between);
  const signatures = parts.flatMap((part) => signatureOf(part, signature) ?? []);
  if (signatures.length === 0 || signatures.length > mostSignatures) return undefined;

  const time = timestamp && signedTime(timestamp, headers, parts);
  const pieces = { body, timestamp: time?.text, id: headerId(scheme, headers), url: request.url };
  const signed = scheme.rule
    ? scheme.rule({ ...request, timestamp: time?.text })
    : scheme.signed.map((piece) => (typeof piece === 'string' ? pieces[piece] : pieceOf(piece, request)));
  if (!signed || !isWhole(signed)) return undefined;
  return { signatures, signed, sentAt: time?.at };
}

function isWhole(pieces: readonly (string | Buffer | undefined)[]): pieces is readonly (string | Buffer)[] {
  return pieces.every((piece) => piece !== undefined);
}

/** Nothing for what is none, or is made in a way that is not asked for: it is passed over. */
function signatureOf(part: string, { made, encoding }: SignatureHeader): Signature | undefined {
  const said = madeBy(made, part);
  const bytes = said && bytesOf(said.text, encoding);
  if (!bytes || bytes.length !== (said.method.algorithm.bytes ?? bytes.length)) return undefined;
  return { method: said.method, bytes };
}

/** The bytes that a text stands for, or nothing when it is not the text that stands for them: Node passes over what is none. */
export function bytesOf(text: string, encoding: SignatureHeader['encoding']): Buffer | undefined {
  const asNode = encoding === 'text' ? 'utf8' : encoding;
  const bytes = Buffer.from(text, asNode);
  // Hex may be in either case.
  const written = encoding === 'hex' ? text.toLowerCase() : text;
  return text !== '' && bytes.toString(asNode) === written ? bytes : undefined;
}
