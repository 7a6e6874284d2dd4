import { createHmac, type KeyLike, timingSafeEqual } from 'node:crypto';
import type { Source } from '../../configuration.ts';
import type { Reason } from '../../signals.ts';
import type { Headers, Hmac, Method } from '../../sources/scheme.ts';
import type { Secrets } from '../secrets.ts';
import { type Claims, readClaims, type Signature } from './claims.ts';
import { keyOf } from './keys.ts';
import { fitsPublicKey } from './public-keys.ts';

export type Verification =
  | {
      readonly ok: true;
      /** By a header that was signed, in milliseconds since the epoch. */
      readonly sentAt: number | undefined;
    }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Whether an active secret signed these bytes. A rotation may have happened since the secrets were cached, so a
 * signature that fails asks once more for the newest.
 */
export async function verify(source: Source, headers: Headers, body: Buffer, secrets: Secrets): Promise<Verification> {
  const claims = readClaims(source.scheme, headers, body);
  if (!claims) return { ok: false, reason: 'malformed-signature' };

  const cached = await secrets.active(source);
  if (!cached) return { ok: false, reason: 'secret-unavailable' };
  if (signedByOne(claims, cached)) return { ok: true, sentAt: claims.sentAt };

  const newest = await secrets.refreshed(source);
  // The sender may be right and the cached secrets old.
  if (newest === 'unavailable') return { ok: false, reason: 'secret-unavailable' };
  const active = newest === 'unchanged' ? cached : newest;
  if (active !== cached && signedByOne(claims, active)) return { ok: true, sentAt: claims.sentAt };
  return { ok: false, reason: active.length === 0 ? 'no-secret' : 'wrong-signature' };
}

/** Tries every secret on every signature whatever the others gave, so that the time taken says nothing about which one fits. */
function signedByOne({ signatures, signed }: Claims, secrets: readonly string[]): boolean {
  const byMethod = Map.groupBy(signatures, ({ method }) => method);
  const tries = secrets.flatMap((secret) =>
    [...byMethod].map(([method, claimed]) => {
      const key = keyOf(method, secret);
      // A secret that is no key of this method, such as a public key of another version, signs nothing by it.
      return key !== undefined && signedBy(method, key, signed, claimed);
    }),
  );
  return tries.includes(true);
}

function signedBy(method: Method, key: KeyLike, signed: Claims['signed'], claimed: readonly Signature[]): boolean {
  const { algorithm } = method;
  if ('curve' in algorithm) {
    const content = Buffer.concat(signed.map((piece) => Buffer.from(piece)));
    return claimed.map(({ bytes }) => fitsPublicKey(algorithm, key, content, bytes)).includes(true);
  }
  const digest = digestOf(algorithm, key, signed);
  // Claims have the length of their algorithm, without which this would throw.
  return claimed.map(({ bytes }) => timingSafeEqual(digest, bytes)).includes(true);
}

/** What a sender with this key would have claimed. */
export function digestOf(algorithm: Hmac, key: KeyLike, signed: Claims['signed']): Buffer {
  const hmac = createHmac(algorithm.hash, key);
  for (const piece of signed) hmac.update(piece);
  return hmac.digest();
}
