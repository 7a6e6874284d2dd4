import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Paddle Billing, with a signature by each secret while one replaces the other.
 * https://developer.paddle.com/webhooks/signature-verification
 */
export const paddle: Scheme = {
  name: 'paddle',
  signature: {
    names: ['paddle-signature'],
    between: ';',
    encoding: 'hex',
    made: { after: '=', labels: { h1: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['timestamp', { text: ':' }, 'body'],
  timestamp: { from: { field: 'ts' }, unit: 's', toleranceSeconds: 5 },
  id: { body: ['event_id'] },
  eventType: { from: [{ body: ['event_type'] }] },
};
