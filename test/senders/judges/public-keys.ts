import { createPrivateKey } from 'node:crypto';
import { anyBodies, ed25519Secrets, p256Secrets } from '../generated.ts';
import type { Judge } from '../judge.ts';
import { load } from '../packages/load.ts';

/** Senders that sign by a private key. */
export const publicKeys: readonly Judge[] = [
  {
    scheme: 'discord',
    onlyVerifies: true,
    package: 'discord-interactions',
    secrets: ed25519Secrets,
    bodies: anyBodies('discord'),
    lax: { stale: 'it holds no time to its own', early: 'it holds no time to its own' },
    async load() {
      const { verifyKey } = await load<{
        readonly verifyKey: (body: string, signature: string, time: string, key: string) => Promise<boolean>;
      }>('discord-interactions');
      return {
        verifies: ({ headers, body }, key) =>
          verifyKey(body, headers['x-signature-ed25519'] ?? '', headers['x-signature-timestamp'] ?? '', key),
      };
    },
  },
  {
    scheme: 'sendgrid',
    package: '@sendgrid/eventwebhook',
    secrets: p256Secrets,
    bodies: anyBodies('sendgrid'),
    // Its elliptic curves are JavaScript, of some milliseconds each.
    numRuns: 200,
    lax: { stale: 'it holds no time to its own', early: 'it holds no time to its own' },
    async load() {
      const { EventWebhook } = await load<{ readonly EventWebhook: new () => EventWebhook }>('@sendgrid/eventwebhook');
      // By which that package verifies.
      const { Ecdsa, PrivateKey } = await load<Starkbank>('starkbank-ecdsa');
      const webhook = new EventWebhook();
      return {
        verifies({ headers, body }, shown) {
          const key = webhook.convertPublicKeyToECDSA(shown);
          return webhook.verifySignature(key, body, headers[signatureHeader] ?? '', headers[timeHeader] ?? '');
        },
        signs({ body, now }, { signing }) {
          const time = String(Math.floor(now / 1000));
          const key = createPrivateKey(signing).export({ type: 'sec1', format: 'pem' }).toString();
          const signature = Ecdsa.sign(time + body, PrivateKey.fromPem(key)).toBase64();
          return { headers: { [timeHeader]: time, [signatureHeader]: signature } };
        },
      };
    },
  },
];

const signatureHeader = 'x-twilio-email-event-webhook-signature';
const timeHeader = 'x-twilio-email-event-webhook-timestamp';

interface EventWebhook {
  readonly convertPublicKeyToECDSA: (key: string) => object;
  readonly verifySignature: (key: object, body: string, signature: string, time: string) => boolean;
}

interface Starkbank {
  readonly Ecdsa: { readonly sign: (message: string, key: object) => { readonly toBase64: () => string } };
  readonly PrivateKey: { readonly fromPem: (pem: string) => object };
}
