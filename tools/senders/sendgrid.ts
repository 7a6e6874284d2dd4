import { createECDH, createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { privateKeyOf, randomId, type Signing, seconds } from './sender.ts';

/** The head of the SubjectPublicKeyInfo of a point on P-256. */
const info = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** SendGrid keeps the key that signs and shows the other. That of the laptop is no secret, and the same everywhere. */
function localKeys(): { readonly shown: string; readonly signing: KeyObject } {
  const d = createHash('sha256').update('the sender of the local run').digest();
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const part = (from: number, to: number) => point.toString('base64url', from, to);
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d: d.toString('base64url') };
  return {
    shown: Buffer.concat([info, point]).toString('base64'),
    signing: createPrivateKey({ key: jwk, format: 'jwk' }),
  };
}

const local = localKeys();

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
    // For another public key this has no private one, and signs as a forger would.
    const forged = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const key = secret === local.shown ? local.signing : (privateKeyOf(secret) ?? forged());
    const signature = sign('sha256', Buffer.concat([Buffer.from(seconds(now)), body]), key);
    return {
      'x-twilio-email-event-webhook-timestamp': seconds(now),
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
    };
  },
  newSecret: () => local.shown,
  onlyVerifies: (secret) => secret !== local.shown && !secret.includes('-----BEGIN'),
};
