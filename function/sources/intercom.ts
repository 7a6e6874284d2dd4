import { hmacSha1 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Intercom: HMAC-SHA1 by the client secret of the app. No time is signed.
 * https://developers.intercom.com/docs/references/webhooks/webhook-models
 */
export const intercom: Scheme = {
  name: 'intercom',
  signature: {
    names: ['x-hub-signature'],
    encoding: 'hex',
    made: { after: '=', labels: { sha1: { algorithm: hmacSha1, key: 'utf8' } } },
  },
  signed: ['body'],
  id: { body: ['id'] },
  eventType: { from: [{ body: ['topic'] }] },
};
