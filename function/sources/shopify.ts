import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Shopify, keyed by the client secret of the app. Nothing but the body is signed, neither its topic nor a time. Its
 * Events, a preview in 2026, have the same headers without the `x-`.
 * https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 * https://shopify.dev/docs/apps/build/events/verify-deliveries
 */
export const shopify: Scheme = {
  name: 'shopify',
  signature: {
    names: ['x-shopify-hmac-sha256', 'shopify-hmac-sha256'],
    encoding: 'base64',
    made: { algorithm: hmacSha256, key: 'utf8' },
  },
  signed: ['body'],
  id: { header: ['x-shopify-webhook-id', 'shopify-webhook-id'] },
  eventType: { from: [{ header: ['x-shopify-topic', 'shopify-topic'] }] },
};
