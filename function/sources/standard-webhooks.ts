import { ed25519, hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Standard Webhooks, which many senders use under their own name: v1 is symmetric, v1a has a public key. The secret is
 * kept whole, with the `whsec_` or `whpk_` before it, by which no public key is ever taken for a secret one.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks: Scheme = {
  name: 'standard-webhooks',
  signature: {
    names: ['webhook-signature'],
    between: ' ',
    encoding: 'base64',
    made: {
      after: ',',
      labels: {
        v1: { algorithm: hmacSha256, key: 'base64', prefix: 'whsec_' },
        v1a: { algorithm: ed25519, key: 'base64', prefix: 'whpk_' },
      },
    },
  },
  signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
  timestamp: { from: { header: ['webhook-timestamp'] }, unit: 's', toleranceSeconds: 300 },
  id: { header: ['webhook-id'] },
  // The type in the body is recommended and no more.
  eventType: { from: [{ body: ['type'] }], otherwise: { always: 'webhook' } },
  takesArrays: true,
};
