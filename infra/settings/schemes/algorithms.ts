import {
  ecdsaP256,
  ed25519,
  hmacSha1,
  hmacSha3,
  hmacSha256,
  hmacSha512,
} from '../../../function/sources/algorithms.ts';

/** By their names in the settings. */
export const hmacs = {
  'hmac-sha256': hmacSha256,
  'hmac-sha1': hmacSha1,
  'hmac-sha512': hmacSha512,
  'hmac-sha3-256': hmacSha3,
} as const;

/** Those whose secret is a public key. */
export const publicKeyAlgorithms = { ed25519, 'ecdsa-p256': ecdsaP256 } as const;
