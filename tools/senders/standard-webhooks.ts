import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { hmac, randomId, type Signing, seconds } from './sender.ts';

/** What stands before the 32 bytes of an ed25519 key in its PKCS #8: RFC 8410, 7. */
const ed25519Info = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Standard Webhooks, under one prefix of the three headers: v1, and v1a by a private key (`whsk_`). The prefix is no part
 * of a key, the base64 behind it is.
 */
export function standardWebhooks(prefix: 'webhook' | 'svix', payload: Signing['payload'] = invoice): Signing {
  return {
    payload,
    headers(secret, now, body) {
      const id = randomId('msg_');
      const content = [`${id}.${seconds(now)}.`, body] as const;
      const key = Buffer.from(secret.replace(/^wh(sec|sk)_/, ''), 'base64');
      const signature = secret.startsWith('whsk_')
        ? `v1a,${ed25519(key, ...content)}`
        : `v1,${hmac('sha256', key, ...content).toString('base64')}`;
      return {
        [`${prefix}-id`]: id,
        [`${prefix}-timestamp`]: seconds(now),
        [`${prefix}-signature`]: signature,
      };
    },
    newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
    onlyVerifies: (secret) => secret.startsWith('whpk_'),
  };
}

function invoice(now: number): object {
  return { type: 'invoice.paid', timestamp: new Date(now).toISOString(), data: { id: randomId('inv_'), amount: 1234 } };
}

/** Some write the public key behind the private one: 64 bytes. */
function ed25519(key: Buffer, ...[head, body]: readonly [string, Buffer]): string {
  const info = Buffer.concat([ed25519Info, key.subarray(0, 32)]);
  const privateKey = createPrivateKey({ key: info, format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.concat([Buffer.from(head), body]), privateKey).toString('base64');
}
