import { ed25519 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Discord's webhook events. It hangs up after 3 s, and now and then sends a wrong signature, to see it
 * refused. Interactions are not for a bridge: each wants an answer with something in it.
 * https://discord.com/developers/docs/events/webhook-events
 */
export const discord: Scheme = {
  name: 'discord',
  signature: {
    names: ['x-signature-ed25519'],
    encoding: 'hex',
    made: { algorithm: ed25519, key: 'hex' },
  },
  signed: ['timestamp', 'body'],
  timestamp: { from: { header: ['x-signature-timestamp'] }, unit: 's' },
  eventType: { from: [{ body: ['event', 'type'] }], otherwise: { always: 'webhook' } },
  handshakes: [
    // Its PING.
    { when: { body: ['type'] }, is: 0, answer: { status: 204 } },
  ],
  answer: 204,
  answerLimitMs: 2_300,
};
