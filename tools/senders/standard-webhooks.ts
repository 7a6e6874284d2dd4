import { randomBytes } from 'node:crypto';
import { hmac, randomId, type Signing, seconds } from './sender.ts';

/** Standard Webhooks v1, under one prefix of the three headers: `whsec_` is no part of the key, the base64 behind it is. */
export function standardWebhooks(prefix: 'webhook' | 'svix', payload: Signing['payload'] = invoice): Signing {
  return {
    payload,
    headers(secret, now, body) {
      const id = randomId('msg_');
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const digest = hmac('sha256', key, `${id}.${seconds(now)}.`, body);
      return {
        [`${prefix}-id`]: id,
        [`${prefix}-timestamp`]: seconds(now),
        [`${prefix}-signature`]: `v1,${digest.toString('base64')}`,
      };
    },
    newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
  };
}

function invoice(now: number): object {
  return { type: 'invoice.paid', timestamp: new Date(now).toISOString(), data: { id: randomId('inv_'), amount: 1234 } };
}
