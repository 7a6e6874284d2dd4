import { createHmac, randomBytes } from 'node:crypto';

/** How one kind of sender makes a delivery, from its own documentation and not from the function's code. */
export interface Signing {
  /** A payload such as it sends. */
  readonly payload: (now: number) => object;
  /** The headers that it sends beside the body, its signature among them. */
  readonly headers: (secret: string, now: number, body: Buffer) => Readonly<Record<string, string>>;
  /** A secret such as it shows; any text where nothing is said. */
  readonly newSecret?: () => string;
}

/** An HMAC over texts and bytes, one after the other. */
export function hmac(algorithm: string, key: string | Buffer, ...pieces: readonly (string | Buffer)[]): Buffer {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece));
  return createHmac(algorithm, key).update(Buffer.concat(bytes)).digest();
}

export function seconds(now: number): string {
  return String(Math.floor(now / 1000));
}

export function randomId(prefix = ''): string {
  return `${prefix}${randomBytes(12).toString('hex')}`;
}
