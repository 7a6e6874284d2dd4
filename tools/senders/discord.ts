import { sign } from 'node:crypto';
import { shownKey, signingKey } from './key-pair.ts';
import { privateKeyOf, randomId, type Signing, seconds } from './sender.ts';

const shown = shownKey('ed25519').toString('hex');

/** https://discord.com/developers/docs/events/webhook-events */
export const discord: Signing = {
  payload: (now) => ({
    version: 1,
    application_id: '1234560123453231555',
    type: 1,
    event: {
      type: 'APPLICATION_AUTHORIZED',
      timestamp: new Date(now).toISOString(),
      data: { integration_type: 1, scopes: ['applications.commands'], user: { id: randomId(), username: 'reader' } },
    },
  }),
  headers(secret, now, body) {
    const content = Buffer.concat([Buffer.from(seconds(now)), body]);
    const bytes = sign(null, content, privateKeyOf(secret) ?? signingKey('ed25519', secret === shown));
    return { 'x-signature-timestamp': seconds(now), 'x-signature-ed25519': bytes.toString('hex') };
  },
  newSecret: () => shown,
  onlyVerifies: (secret) => secret !== shown && !privateKeyOf(secret),
  handshake: () => ({
    payload: { version: 1, application_id: '1234560123453231555', type: 0 },
    answer: { status: 204, body: '' },
  }),
};
