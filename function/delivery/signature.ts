import { timingSafeEqual } from 'node:crypto';
import type { Source } from '../configuration.ts';
import type { Reason } from '../signals.ts';
import type { Scheme } from '../sources/scheme.ts';
import type { Secrets } from './secrets.ts';

export type Verification = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

/**
 * Whether an active secret signed these bytes. A rotation may have happened since the secrets were cached, so a
 * signature that fails asks once more for the newest.
 */
export async function verify(
  source: Source,
  header: string | undefined,
  body: Buffer,
  secrets: Secrets,
): Promise<Verification> {
  const { scheme } = source;
  // A repeated header arrives joined by a comma and so has no scheme's shape.
  const claimed = scheme.claimedDigest(header ?? '');
  if (!claimed) return { ok: false, reason: 'malformed-signature' };

  const cached = await secrets.active(source);
  if (!cached) return { ok: false, reason: 'secret-unavailable' };
  if (signedByOne(scheme, cached, body, claimed)) return { ok: true };

  const newest = await secrets.refreshed(source);
  // The sender may be right and the cached secrets old.
  if (newest === 'unavailable') return { ok: false, reason: 'secret-unavailable' };
  const active = newest === 'unchanged' ? cached : newest;
  if (active !== cached && signedByOne(scheme, active, body, claimed)) return { ok: true };
  return { ok: false, reason: active.length === 0 ? 'no-secret' : 'wrong-signature' };
}

/** Tries every secret whatever the others gave, so that the time taken says nothing about which one fits. */
function signedByOne(scheme: Scheme, secrets: readonly string[], body: Buffer, claimed: Buffer): boolean {
  return secrets.map((secret) => isSame(scheme.digest(secret, body), claimed)).includes(true);
}

/** `timingSafeEqual` throws at digests of different lengths; those are public: the scheme's and the header's. */
function isSame(digest: Buffer, claimed: Buffer): boolean {
  return digest.length === claimed.length && timingSafeEqual(digest, claimed);
}
