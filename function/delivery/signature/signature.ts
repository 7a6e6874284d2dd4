import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Source } from '../../configuration.ts';
import type { Reason } from '../../signals.ts';
import type { DeliveryRequest, Hmac, Method } from '../../sources/scheme.ts';
import type { Secrets } from '../secrets.ts';
import { type Claims, readClaims, type Signature } from './claims.ts';
import { type Key, keyOf } from './keys.ts';
import { fits } from './other-methods.ts';

export type Verification =
  | {
      readonly ok: true;
      /** By a header that was signed, in milliseconds since the epoch. */
      readonly sentAt: number | undefined;
      /** The one that fits. */
      readonly secret: string;
    }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Whether an active secret signed these bytes. A rotation may have happened since the secrets were cached, so a
 * signature that fails asks once more for the newest.
 */
export async function verify(source: Source, request: DeliveryRequest, secrets: Secrets): Promise<Verification> {
  const claims = readClaims(source.scheme, request);
  if (!claims) return { ok: false, reason: 'malformed-signature' };
  const { sentAt } = claims;

  const cached = await secrets.active(source);
  if (!cached) return { ok: false, reason: 'secret-unavailable' };
  const [known] = signersOf(claims, cached);
  if (known !== undefined) return { ok: true, sentAt, secret: known };

  const newest = await secrets.refreshed(source);
  // The sender may be right and the cached secrets old.
  if (newest === 'unavailable') return { ok: false, reason: 'secret-unavailable' };
  const active = newest === 'unchanged' ? cached : newest;
  const [secret] = active === cached ? [] : signersOf(claims, active);
  if (secret !== undefined) return { ok: true, sentAt, secret };
  return { ok: false, reason: active.length === 0 ? 'no-secret' : 'wrong-signature' };
}

/** Tries every secret on every signature whatever the others gave, so that the time taken says nothing about which one fits. */
function signersOf({ signatures, signed }: Claims, secrets: readonly string[]): readonly string[] {
  const byMethod = [...Map.groupBy(signatures, ({ method }) => method)];
  return secrets.filter((secret) =>
    byMethod
      .map(([method, claimed]) => {
        const key = keyOf(method, secret);
        // A secret that is no key of this method, such as a public key of another version, signs nothing by it.
        return key !== undefined && signedBy(method, key, signed, claimed);
      })
      .includes(true),
  );
}

function signedBy({ algorithm }: Method, key: Key, signed: Claims['signed'], claimed: readonly Signature[]): boolean {
  if ('curve' in algorithm || 'token' in algorithm) {
    return claimed.map(({ bytes }) => fits(algorithm, key, signed, bytes)).includes(true);
  }
  const digest = digestOf(algorithm, key, signed);
  // Claims have the length of their algorithm, without which this would throw.
  return claimed.map(({ bytes }) => timingSafeEqual(digest, bytes)).includes(true);
}

/** What a sender with this key would have claimed. */
export function digestOf(algorithm: Hmac, key: Key, signed: Claims['signed']): Buffer {
  const hmac = createHmac(algorithm.hash, key);
  for (const piece of signed) hmac.update(piece);
  return hmac.digest();
}
