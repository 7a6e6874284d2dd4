import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether the sender has shown the secret itself. Digests have one length, so that the time taken says nothing about that of the secret. */
export function isToken(secret: string, shown: string | Buffer): boolean {
  return timingSafeEqual(digestOf(secret), digestOf(shown));
}

function digestOf(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}
