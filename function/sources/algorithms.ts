import type { Hmac, PublicKeyAlgorithm, Token } from './scheme.ts';

export const hmacSha1: Hmac = { hash: 'sha1', bytes: 20 };
export const hmacSha256: Hmac = { hash: 'sha256', bytes: 32 };
export const hmacSha512: Hmac = { hash: 'sha512', bytes: 64 };
export const hmacSha3: Hmac = { hash: 'sha3-256', bytes: 32 };
/** It has a digest of its own. */
export const ed25519: PublicKeyAlgorithm = { curve: 'ed25519', hash: null, bytes: 64 };
/** Its signature is in DER, whose length depends on the signature. */
export const ecdsaP256: PublicKeyAlgorithm = { curve: 'prime256v1', hash: 'sha256' };
/** The sender shows the secret and signs nothing. */
export const token: Token = { token: true };
