import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * GitHub, of hooks whose content type is application/json. Nothing but the body is signed, and no time.
 * https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const github: Scheme = {
  name: 'github',
  signature: {
    names: ['x-hub-signature-256'],
    encoding: 'hex',
    made: { after: '=', labels: { sha256: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['body'],
  id: { header: ['x-github-delivery'] },
  eventType: { from: [{ header: ['x-github-event'] }] },
};
