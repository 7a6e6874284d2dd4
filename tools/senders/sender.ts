import { createHmac, createPrivateKey, type KeyObject, randomBytes, randomInt } from 'node:crypto';

/** How one kind of sender makes a delivery, from its own documentation and not from the function's code. */
export interface Signing {
  /** A payload such as it sends. */
  readonly payload: (now: number) => object;
  /** Whether the payload goes as a form, of which each value is a text. */
  readonly isForm?: true;
  /**
   * The headers that it sends beside the body, its signature among them.
   * @param address that it was given
   */
  readonly headers: (secret: string, now: number, body: Buffer, address: string) => Readonly<Record<string, string>>;
  /** A secret such as it shows; any text where nothing is said. */
  readonly newSecret?: () => string;
  /** How it checks an address before it delivers there. */
  readonly handshake?: (secret: string, verifyToken: string) => Handshake;
  /** Whether that secret is a public key, with which nobody can sign: `headers` then wants the private one in its place. */
  readonly onlyVerifies?: (secret: string) => boolean;
}

/** The private key of a PEM file; nothing when it is another kind of secret. */
export function privateKeyOf(secret: string): KeyObject | undefined {
  return secret.includes('-----BEGIN') ? createPrivateKey(secret) : undefined;
}

/** A request by which a sender checks an address: a signed POST with the payload, or a GET with the query. */
type Handshake = {
  /** In place of those of a delivery. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer that it wants. */
  readonly answer: { readonly status: number; readonly body: string };
} & ({ readonly payload: object } | { readonly query: Readonly<Record<string, string>> });

/** An HMAC over texts and bytes, one after the other. */
export function hmac(algorithm: string, key: string | Buffer, ...pieces: readonly (string | Buffer)[]): Buffer {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece));
  return createHmac(algorithm, key).update(Buffer.concat(bytes)).digest();
}

export function seconds(now: number): string {
  return String(Math.floor(now / 1000));
}

/** No other delivery has it. */
export function randomNumber(): number {
  return randomInt(2 ** 47);
}

export function randomId(prefix = ''): string {
  return `${prefix}${randomBytes(12).toString('hex')}`;
}
