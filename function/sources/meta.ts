import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Meta: Facebook, Instagram, Messenger, WhatsApp. The secret is the App Secret; the address is checked by a GET with a
 * token of one's own. No time is signed.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export const meta: Scheme = {
  name: 'meta',
  signature: {
    names: ['x-hub-signature-256'],
    encoding: 'hex',
    made: { after: '=', labels: { sha256: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['body'],
  eventType: { from: [{ body: ['object'] }], otherwise: { always: 'webhook' } },
  subscription: { mode: ['hub.mode', 'subscribe'], token: 'hub.verify_token', challenge: 'hub.challenge' },
};
