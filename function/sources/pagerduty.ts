import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * PagerDuty's webhooks, version 3. No time is signed.
 * https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export const pagerduty: Scheme = {
  name: 'pagerduty',
  signature: {
    names: ['x-pagerduty-signature'],
    between: ',',
    encoding: 'hex',
    made: { after: '=', labels: { v1: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['body'],
  id: { body: ['event', 'id'] },
  eventType: { from: [{ body: ['event', 'event_type'] }] },
};
