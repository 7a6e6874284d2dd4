import { createHash } from 'node:crypto';

/** Bytes that SHA3-256 absorbs at once (FIPS 202, table 3). */
const blockBytes = 136;

/** HMAC as RFC 2104 writes it down: not Node's, which the function uses. */
export function hmacSha3(secret: string, bytes: Uint8Array): Buffer {
  const long = Buffer.from(secret);
  const key = Buffer.alloc(blockBytes);
  (long.length > blockBytes ? sha3(long) : long).copy(key);
  const inner = sha3(
    key.map((byte) => byte ^ 0x36),
    bytes,
  );
  return sha3(
    key.map((byte) => byte ^ 0x5c),
    inner,
  );
}

function sha3(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha3-256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
