import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKeyAlgorithm } from '../../sources/scheme.ts';

/** What stands before the 32 bytes of an ed25519 key in its SubjectPublicKeyInfo: RFC 8410, 4. */
const ed25519Info = Buffer.from('302a300506032b6570032100', 'hex');

/** Nothing when the bytes are no key of the algorithm. */
export function publicKeyOf({ curve }: PublicKeyAlgorithm, bytes: Buffer): KeyObject | undefined {
  try {
    const info = curve === 'ed25519' ? Buffer.concat([ed25519Info, bytes]) : bytes;
    const key = createPublicKey({ key: info, format: 'der', type: 'spki' });
    const isOfCurve = (key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType) === curve;
    // OpenSSL passes over what stands behind a key.
    return isOfCurve && key.export({ format: 'der', type: 'spki' }).equals(info) ? key : undefined;
  } catch {
    return undefined;
  }
}
