import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Stripe: the key is the whole secret, `whsec_` and all, and `v0` is a signature of test mode that never counts.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export const stripe: Scheme = {
  name: 'stripe',
  signature: {
    names: ['stripe-signature'],
    between: ',',
    encoding: 'hex',
    made: { after: '=', labels: { v1: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['timestamp', { text: '.' }, 'body'],
  timestamp: { from: { field: 't' }, unit: 's', toleranceSeconds: 300 },
  id: { body: ['id'] },
  eventType: { from: [{ body: ['type'] }] },
};
