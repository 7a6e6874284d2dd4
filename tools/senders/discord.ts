import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { privateKeyOf, randomId, type Signing, seconds } from './sender.ts';

/** The header of a private key of ed25519 in PKCS #8, before its 32 bytes: RFC 8410, 7. */
const ed25519Private = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Discord keeps the key that signs and shows the other. That of the laptop is no secret, and the same everywhere. */
const discordKey = createPrivateKey({
  key: Buffer.concat([ed25519Private, createHash('sha256').update('the sender of the local run').digest()]),
  format: 'der',
  type: 'pkcs8',
});
const discordShown = createPublicKey(discordKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');

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
    const key = secret === discordShown ? discordKey : privateKeyOf(secret);
    // For another public key this has no private one, and signs as a forger would.
    const bytes = key ? sign(null, content, key) : Buffer.alloc(64, 1);
    return { 'x-signature-timestamp': seconds(now), 'x-signature-ed25519': bytes.toString('hex') };
  },
  newSecret: () => discordShown,
  onlyVerifies: (secret) => secret !== discordShown && !privateKeyOf(secret),
  handshake: () => ({
    payload: { version: 1, application_id: '1234560123453231555', type: 0 },
    answer: { status: 204, body: '' },
  }),
};
