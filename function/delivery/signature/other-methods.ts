import { verify } from 'node:crypto';
import type { PublicKeyAlgorithm, Token } from '../../sources/scheme.ts';
import type { Claims } from './claims.ts';
import type { Key } from './keys.ts';
import { isToken } from './tokens.ts';

/** Whether a signature that is no HMAC fits. Never throws at one that is none. */
export function fits(
  algorithm: PublicKeyAlgorithm | Token,
  key: Key,
  signed: Claims['signed'],
  bytes: Buffer,
): boolean {
  // The key of a token is the secret's own text.
  if ('token' in algorithm) return isToken(String(key), bytes);
  return verify(algorithm.hash, Buffer.concat(signed.map((piece) => Buffer.from(piece))), key, bytes);
}
