import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Method } from '../../sources/scheme.ts';
import { bytesOf } from './claims.ts';
import { publicKeyOf } from './public-keys.ts';

/** Text, or the bytes that it stands for. */
export type Key = KeyObject | string;

/** The key that a secret stands for, or nothing when it has not the shape that the method wants. An empty one would let anyone sign. */
export function keyOf({ algorithm, key, prefix = '' }: Method, secret: string): Key | undefined {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : '';
  if (key === 'utf8') return text || undefined;
  const bytes = bytesOf(text, key);
  return bytes && ('curve' in algorithm ? publicKeyOf(algorithm, bytes) : createSecretKey(bytes));
}
