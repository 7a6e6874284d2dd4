import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Linear: the time is a field of the signed body, and a delivery that is tried again has another.
 * https://linear.app/developers/webhooks#securing-webhooks
 */
export const linear: Scheme = {
  name: 'linear',
  signature: {
    names: ['linear-signature'],
    encoding: 'hex',
    made: { algorithm: hmacSha256, key: 'utf8' },
  },
  signed: ['body'],
  timestamp: { from: { body: ['webhookTimestamp'] }, unit: 'ms', toleranceSeconds: 60 },
  id: { header: ['linear-delivery'] },
  eventType: { from: [{ body: ['type'] }] },
};
