import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { PublicKeyAlgorithm } from '../sources/scheme.ts';

/** What stands before the 32 bytes of an ed25519 key in its SubjectPublicKeyInfo: RFC 8410, 4. */
const ed25519Info = Buffer.from('302a300506032b6570032100', 'hex');

/** Nothing when the bytes are no key of the algorithm. */
export function publicKeyOf(algorithm: PublicKeyAlgorithm, bytes: Buffer): KeyObject | undefined {
  try {
    const info = algorithm === 'ed25519' ? Buffer.concat([ed25519Info, bytes]) : bytes;
    const key = createPublicKey({ key: info, format: 'der', type: 'spki' });
    const curve = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType;
    return curve === (algorithm === 'ed25519' ? 'ed25519' : 'prime256v1') ? key : undefined;
  } catch {
    return undefined;
  }
}

/** ECDSA over its SHA-256, in DER; ed25519 has a digest of its own. Never throws at a signature that is none. */
export function fitsPublicKey(key: KeyObject, bytes: Buffer, signature: Buffer): boolean {
  return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key, signature);
}
