import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Square, which signs the notification URL as well, exactly as it was entered there. No time is signed.
 * https://developer.squareup.com/docs/webhooks/step3validate
 */
export const square: Scheme = {
  name: 'square',
  signature: {
    names: ['x-square-hmacsha256-signature'],
    encoding: 'base64',
    made: { algorithm: hmacSha256, key: 'utf8' },
  },
  signed: ['url', 'body'],
  id: { body: ['event_id'] },
  eventType: { from: [{ body: ['type'] }] },
};
