import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKeyAlgorithm } from '../../sources/scheme.ts';

/** What stands before the 32 bytes of an ed25519 key in its SubjectPublicKeyInfo: RFC 8410, 4. */
const ed25519Info = Buffer.from('302a300506032b6570032100', 'hex');

/** To read one takes longer than to verify with it. These are values of secrets, and nothing that was sent. */
const keys = new Map<string, KeyObject | undefined>();

/** Nothing when the bytes are no key of the algorithm. */
export function publicKeyOf({ curve }: PublicKeyAlgorithm, bytes: Buffer): KeyObject | undefined {
  const name = `${curve} ${bytes.toString('base64')}`;
  if (!keys.has(name)) keys.set(name, read(curve, bytes));
  return keys.get(name);
}

function read(curve: PublicKeyAlgorithm['curve'], bytes: Buffer): KeyObject | undefined {
  try {
    const info = curve === 'ed25519' ? Buffer.concat([ed25519Info, bytes]) : bytes;
    const key = createPublicKey({ key: info, format: 'der', type: 'spki' });
    return (key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType) === curve ? key : undefined;
  } catch {
    return undefined;
  }
}
