import { sign } from 'node:crypto';
import { shownKey, signingKey } from './key-pair.ts';
import { privateKeyOf, randomId, type Signing, seconds } from './sender.ts';

const shown = shownKey('prime256v1').toString('base64');

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
export const sendgrid: Signing = {
  payload: (now) => [
    {
      email: 'reader@example.com',
      event: 'delivered',
      sg_event_id: randomId(),
      sg_message_id: randomId(),
      timestamp: Math.floor(now / 1000),
    },
  ],
  headers(secret, now, body) {
    const key = privateKeyOf(secret) ?? signingKey('prime256v1', secret === shown);
    const signature = sign('sha256', Buffer.concat([Buffer.from(seconds(now)), body]), key);
    return {
      'x-twilio-email-event-webhook-timestamp': seconds(now),
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
    };
  },
  newSecret: () => shown,
  onlyVerifies: (secret) => secret !== shown && !privateKeyOf(secret),
};
