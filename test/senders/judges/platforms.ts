import { createHash } from 'node:crypto';
import { parse } from 'node:querystring';
import fc from 'fast-check';
import { address } from '../../function/sources/deliveries-of-schemes.ts';
import { anyBodies, events, forms, textSecrets } from '../generated.ts';
import type { Judge } from '../judge.ts';
import { load } from '../packages/load.ts';

/** Addresses that a sender signs, with what may stand in a query. */
const signedUrls = () => fc.constantFrom(address, `${address}?foo=1&bar=2`, `${address}?q=%20x%C3%A4&q=it%27s`);

/** Senders that sign more than the body and a time, or check the address. */
export const platforms: readonly Judge[] = [
  {
    scheme: 'slack',
    onlyVerifies: true,
    package: '@slack/bolt',
    secrets: textSecrets,
    bodies: anyBodies('slack'),
    lax: { early: 'it refuses no time but those more than 5 minutes ago' },
    async load() {
      const { verifySlackRequest } = await load<{
        readonly verifySlackRequest: (request: {
          readonly signingSecret: string;
          readonly body: string;
          readonly headers: object;
        }) => void;
      }>('@slack/bolt');
      return {
        verifies({ headers, body }, signingSecret) {
          // As its own receivers do.
          const time = Number(headers['x-slack-request-timestamp']);
          verifySlackRequest({ signingSecret, body, headers: { ...headers, 'x-slack-request-timestamp': time } });
          return true;
        },
      };
    },
  },
  {
    scheme: 'square',
    onlyVerifies: true,
    package: 'square',
    secrets: textSecrets,
    bodies: anyBodies('square'),
    urls: signedUrls,
    async load() {
      const { WebhooksHelper } = await load<{
        readonly WebhooksHelper: {
          readonly verifySignature: (delivery: {
            readonly requestBody: string;
            readonly signatureHeader: string;
            readonly signatureKey: string;
            readonly notificationUrl: string;
          }) => Promise<boolean>;
        };
      }>('square');
      return {
        verifies: ({ headers, body, url }, signatureKey) =>
          WebhooksHelper.verifySignature({
            requestBody: body,
            signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
            signatureKey,
            notificationUrl: url,
          }),
      };
    },
  },
  {
    scheme: 'hubspot',
    package: '@hubspot/api-client',
    secrets: textSecrets,
    bodies: anyBodies('hubspot'),
    // The documentation has some escapes taken out first, which the package leaves to its caller: none of them is here.
    urls: () => fc.constantFrom(address, `${address}?foo=1&bar=2`, `${address}?q=%20x%C3%A4`),
    lax: { early: 'it refuses no time but those more than 5 minutes ago' },
    async load() {
      const { Signature } = await load<{ readonly Signature: HubSpotSignature }>('@hubspot/api-client');
      return {
        verifies: ({ headers, body, url }, clientSecret) =>
          Signature.isValid({
            signature: headers['x-hubspot-signature-v3'] ?? '',
            signatureVersion: 'v3',
            method: 'POST',
            clientSecret,
            requestBody: body,
            url,
            timestamp: Number(headers['x-hubspot-request-timestamp']),
          }),
        signs({ body, url, now }, { signing: clientSecret }) {
          const signature = Signature.getSignature('POST', 'v3', {
            clientSecret,
            requestBody: body,
            url,
            timestamp: now,
          });
          return { headers: { 'x-hubspot-request-timestamp': String(now), 'x-hubspot-signature-v3': signature } };
        },
      };
    },
  },
  {
    scheme: 'twilio',
    kind: 'forms',
    package: 'twilio',
    secrets: textSecrets,
    bodies: forms,
    urls: signedUrls,
    async load() {
      const { validateRequest, getExpectedTwilioSignature } = await load<Twilio>('twilio');
      return {
        verifies: ({ headers, body, url }, token) =>
          validateRequest(token, headers['x-twilio-signature'] ?? '', url, parse(body)),
        signs: ({ body, url }, { signing }) => ({
          headers: { 'x-twilio-signature': getExpectedTwilioSignature(signing, url, parse(body)) },
        }),
      };
    },
  },
  {
    scheme: 'twilio',
    kind: 'JSON',
    package: 'twilio',
    secrets: textSecrets,
    bodies: events('github'),
    urls: (body) => fc.constant(`${address}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`),
    isSentHere: false,
    async load() {
      const { validateRequestWithBody, getExpectedTwilioSignature, getSignatureAlgorithm } =
        await load<Twilio>('twilio');
      return {
        verifies({ headers, body, url }, token) {
          const algorithm = getSignatureAlgorithm(headers['x-twilio-webhooks-signature-settings']);
          return validateRequestWithBody(token, headers['x-twilio-signature'] ?? '', url, body, algorithm);
        },
        signs({ url }, { signing }) {
          const signature = getExpectedTwilioSignature(signing, url, {});
          return { headers: { 'content-type': 'application/json', 'x-twilio-signature': signature } };
        },
      };
    },
  },
];

interface Twilio {
  readonly validateRequest: (token: string, signature: string, url: string, fields: object) => boolean;
  readonly validateRequestWithBody: (
    token: string,
    signature: string,
    url: string,
    body: string,
    algorithm: string,
  ) => boolean;
  readonly getSignatureAlgorithm: (settings: string | undefined) => string;
  readonly getExpectedTwilioSignature: (token: string, url: string, fields: object) => string;
}

interface HubSpotSignature {
  readonly isValid: (
    request: HubSpotRequest & { readonly signature: string } & Record<'method' | 'signatureVersion', string>,
  ) => boolean;
  readonly getSignature: (method: 'POST', version: 'v3', request: HubSpotRequest) => string;
}

interface HubSpotRequest {
  readonly clientSecret: string;
  readonly requestBody: string;
  readonly url: string;
  readonly timestamp: number;
}
