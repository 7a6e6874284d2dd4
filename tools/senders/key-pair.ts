import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

type Curve = 'ed25519' | 'prime256v1';

/** Senders keep the key that signs and show the other. Those of the laptop are no secret, and the same everywhere. */
const seed = createHash('sha256').update('the sender of the local run').digest();

const signing: Readonly<Record<Curve, KeyObject>> = { ed25519: ed25519Key(), prime256v1: p256Key() };

function ed25519Key(): KeyObject {
  // PKCS #8 of a seed: RFC 8410, 7.
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function p256Key(): KeyObject {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(seed);
  const point = curve.getPublicKey();
  const part = (from: number, to: number) => point.toString('base64url', from, to);
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d: seed.toString('base64url') };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** As senders show it: an ed25519 key by its 32 bytes, one of P-256 by its SubjectPublicKeyInfo. */
export function shownKey(curve: Curve): Buffer {
  const info = createPublicKey(signing[curve]).export({ format: 'der', type: 'spki' });
  return curve === 'ed25519' ? info.subarray(-32) : info;
}

/** For another public key than that of the local run there is no private one, and the key is that of a forger. */
export function signingKey(curve: Curve, isShown: boolean): KeyObject {
  if (isShown) return signing[curve];
  return curve === 'ed25519'
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
}
