import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Method } from '../sources/scheme.ts';
import { bytesOf } from './claims.ts';
import { publicKeyOf } from './public-keys.ts';

/** Made once per value of a secret: a public key takes longer to read than to verify with. Only secrets are kept, nothing that was sent. */
const keys = new WeakMap<Method, Map<string, KeyObject | undefined>>();

/** The key that a secret stands for, or nothing when it has not the shape that the method wants. */
export function keyOf(method: Method, secret: string): KeyObject | undefined {
  const known = keys.get(method) ?? new Map<string, KeyObject | undefined>();
  if (!known.has(secret)) keys.set(method, known.set(secret, read(method, secret)));
  return known.get(secret);
}

function read({ algorithm, key, prefix = '' }: Method, secret: string): KeyObject | undefined {
  if (!secret.startsWith(prefix)) return undefined;
  const text = secret.slice(prefix.length);
  const bytes = key === 'utf8' ? Buffer.from(text) : bytesOf(text, key);
  // An empty key would let anyone sign.
  if (!bytes?.length) return undefined;
  return algorithm === 'ed25519' || algorithm === 'ecdsa-p256' ? publicKeyOf(algorithm, bytes) : createSecretKey(bytes);
}
