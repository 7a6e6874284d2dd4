import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Twitch EventSub. The type of the event is in a header that is not signed.
 * https://dev.twitch.tv/docs/eventsub/handling-webhook-events/
 */
export const twitch: Scheme = {
  name: 'twitch',
  signature: {
    names: ['twitch-eventsub-message-signature'],
    encoding: 'hex',
    made: { after: '=', labels: { sha256: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['id', 'timestamp', 'body'],
  timestamp: { from: { header: ['twitch-eventsub-message-timestamp'] }, unit: 'iso', toleranceSeconds: 600 },
  id: { header: ['twitch-eventsub-message-id'] },
  eventType: { from: [{ body: ['subscription', 'type'] }] },
  handshakes: [
    {
      when: { header: ['twitch-eventsub-message-type'] },
      is: 'webhook_callback_verification',
      answer: { echo: { body: ['challenge'] } },
    },
  ],
};
