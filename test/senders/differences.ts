import { createHash, createHmac } from 'node:crypto';
import { receivedAt } from '../function/harness/deliveries.ts';
import { address } from '../function/sources/deliveries-of-schemes.ts';
import type { Secret, Sent } from './judge.ts';

/** One delivery of which the package and function/ do not say the same, and who is right. */
export interface Difference {
  readonly scheme: string;
  /** Of the judge. */
  readonly kind?: string;
  readonly package: string;
  readonly what: string;
  readonly why: string;
  /** Another secret than such as the judge's. */
  readonly secret?: Secret;
  /** What tools/senders sign, if it has to be another body. */
  readonly body?: string;
  /** What is received in its place. */
  readonly change: (right: Sent, secret: string) => Sent;
}

const header =
  (name: string, change: (text: string) => string) =>
  (sent: Sent): Sent => {
    return { ...sent, headers: { ...sent.headers, [name]: change(sent.headers[name] ?? '') } };
  };

/** What a package takes and function/ refuses, beside the times in `lax` of each judge. */
export const takenThereAlone: readonly Difference[] = [
  ...(['standard-webhooks', 'gitlab', 'svix'] as const).map((scheme): Difference => {
    return {
      scheme,
      package: scheme === 'svix' ? 'svix' : 'standardwebhooks',
      what: 'a time with letters behind it',
      why: 'it signs the number that parseInt finds, and not the characters that were sent',
      change: header(scheme === 'svix' ? 'svix-timestamp' : 'webhook-timestamp', (time) => `${time}abc`),
    };
  }),
  {
    scheme: 'stripe',
    package: 'stripe',
    what: 'a time with letters behind it',
    why: 'it signs the number that parseInt finds, and not the characters that were sent',
    change: header('stripe-signature', (text) => text.replace(/t=\d+/, (time) => `${time}abc`)),
  },
  {
    scheme: 'stripe',
    package: 'stripe',
    what: 'two times',
    why: 'the last one counts',
    change: header('stripe-signature', (text) => `t=1,${text}`),
  },
  {
    scheme: 'paddle',
    package: '@paddle/paddle-node-sdk',
    what: 'a time with letters behind it',
    why: 'it signs the number that parseInt finds, and not the characters that were sent',
    change: header('paddle-signature', (text) => text.replace(/ts=\d+/, (time) => `${time}abc`)),
  },
  {
    scheme: 'paddle',
    package: '@paddle/paddle-node-sdk',
    what: 'two times',
    why: 'the last one counts',
    change: header('paddle-signature', (text) => `ts=1;${text}`),
  },
  {
    scheme: 'slack',
    package: '@slack/bolt',
    what: 'a signature with something behind it',
    why: 'it splits the header at each =, and looks at the first two pieces',
    change: header('x-slack-signature', (text) => `${text}=x`),
  },
  {
    scheme: 'adyen',
    kind: 'webhooks of a platform',
    package: '@adyen/api-library',
    what: 'a signature with something behind it',
    why: 'it compares what Node reads of the base64, which passes over what is none',
    change: header('hmacsignature', (text) => `${text}!!`),
  },
  {
    scheme: 'adyen',
    kind: 'webhooks of a platform',
    package: '@adyen/api-library',
    what: 'what anybody signs, if the key is not in hex',
    why: 'Node reads of the hex what comes before the first other character: here nothing, so that the key is empty',
    secret: { shown: 'a key that is not in hex', signing: '' },
    change: (sent) => header('hmacsignature', () => createHmac('sha256', '').update(sent.body).digest('base64'))(sent),
  },
  {
    scheme: 'discord',
    package: 'discord-interactions',
    what: 'a signature that is not in hex',
    why: 'it reads each two characters by parseInt, which stops at what is none',
    // Its signature has a byte of which the first digit is 0.
    body: '{"n":1}',
    change: header('x-signature-ed25519', (text) => text.replace(/^((?:..)*?)0(.)/, '$1$2z')),
  },
  {
    scheme: 'sendgrid',
    package: '@sendgrid/eventwebhook',
    what: 'a signature with something behind it',
    why: 'it reads the base64 as Node does, which passes over what is none',
    change: header('x-twilio-email-event-webhook-signature', (text) => `${text}!!`),
  },
  {
    scheme: 'twilio',
    kind: 'forms',
    package: 'twilio',
    what: 'a signature of the address with the port 443',
    why: 'it tries six ways to write the address, because some of Twilio once kept the port; the documentation says that none does of an https address',
    change: (sent, secret) => {
      const fields = [...new URLSearchParams(sent.body)].sort().map((field) => field.join(''));
      const url = address.replace('.on.aws', '.on.aws:443');
      const signature = createHmac('sha1', secret)
        .update([url, ...fields].join(''))
        .digest('base64');
      return header('x-twilio-signature', () => signature)(sent);
    },
  },
  {
    scheme: 'twilio',
    kind: 'JSON',
    package: 'twilio',
    what: 'a signature by a SharedKey, in SHA-256',
    why: 'Twilio signs by those as well since 2026, if an account asks for it; function/ has no scheme for it yet',
    change: ({ body, headers }, secret) => {
      const url = `${address}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
      const settings = { 'x-twilio-webhooks-signature-settings': 'key=webhooks_sharedkey_1,algorithm=HMAC_SHA256' };
      const signature = createHmac('sha256', secret).update(url).digest('base64');
      return { url, body, headers: { ...headers, ...settings, 'x-twilio-signature': signature } };
    },
  },
];

/** What a sender signs, and its package refuses or cannot verify, and function/ takes. */
export const takenHereAlone: readonly Difference[] = [
  {
    scheme: 'standard-webhooks',
    package: 'standardwebhooks',
    what: 'a signature by a private key, v1a',
    why: 'it knows v1 alone',
    // Of the tests of Svix's own server.
    secret: {
      shown: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
      signing: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=',
    },
    change: (sent) => sent,
  },
  {
    scheme: 'paddle',
    package: '@paddle/paddle-node-sdk',
    what: 'two signatures of which the first fits, as while a secret is replaced',
    why: 'it keeps the last one alone',
    change: header('paddle-signature', (text) => `${text};h1=${'0'.repeat(64)}`),
  },
  {
    scheme: 'stripe',
    package: 'stripe',
    what: 'a thin event',
    why: 'that has a method of its own, parseEventNotification',
    body: '{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered"}',
    change: (sent) => sent,
  },
  ...(
    [
      ['github', '@octokit/webhooks-methods', 'x-hub-signature-256'],
      ['stripe', 'stripe', 'stripe-signature'],
      ['slack', '@slack/bolt', 'x-slack-signature'],
      ['linear', '@linear/sdk', 'linear-signature'],
      ['paddle', '@paddle/paddle-node-sdk', 'paddle-signature'],
    ] as const
  ).map(([scheme, name, signature]): Difference => {
    return {
      scheme,
      package: name,
      what: 'hexadecimal digits in capitals',
      why: 'it compares texts; they mean the same bytes in either case (RFC 4648, 8), and no sender writes capitals',
      change: header(signature, (text) => text.replace(/[0-9a-f]{64}$/, (digits) => digits.toUpperCase())),
    };
  }),
];

/** When they are sent and received. */
export const now = receivedAt;
