import { createHmac } from 'node:crypto';
import { textOf } from '../delivery/fields.ts';
import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Zoom, which hangs up after 3 s and checks the address again every three days.
 * https://developers.zoom.us/docs/api/webhooks/
 */
export const zoom: Scheme = {
  name: 'zoom',
  signature: {
    names: ['x-zm-signature'],
    encoding: 'hex',
    made: { after: '=', labels: { v0: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: [{ text: 'v0:' }, 'timestamp', { text: ':' }, 'body'],
  timestamp: { from: { header: ['x-zm-request-timestamp'] }, unit: 's', toleranceSeconds: 300 },
  eventType: { from: [{ body: ['event'] }] },
  handshakes: [{ when: { body: ['event'] }, is: 'endpoint.url_validation', answer: encrypted }],
  answerLimitMs: 2_300,
};

function encrypted(payload: unknown, secret: string): string | undefined {
  const plainToken = textOf({ body: ['payload', 'plainToken'] }, payload, {});
  if (plainToken === undefined) return undefined;
  const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex');
  return JSON.stringify({ plainToken, encryptedToken });
}
