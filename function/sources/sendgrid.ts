import { ecdsaP256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * SendGrid's event webhook: a list of events, each of a type of its own. The secret is the verification key, which is
 * public. It names no tolerance.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export const sendgrid: Scheme = {
  name: 'sendgrid',
  signature: {
    names: ['x-twilio-email-event-webhook-signature'],
    encoding: 'base64',
    made: { algorithm: ecdsaP256, key: 'base64' },
  },
  signed: ['timestamp', 'body'],
  timestamp: { from: { header: ['x-twilio-email-event-webhook-timestamp'] }, unit: 's' },
  eventType: { always: 'events' },
  takesArrays: true,
};
