import { anyBodies, events, stripeSecrets, textSecrets } from '../generated.ts';
import type { Judge } from '../judge.ts';
import { load } from '../packages/load.ts';

/** Senders with one HMAC over the body, or over the time and the body. */
export const services: readonly Judge[] = [
  {
    scheme: 'github',
    package: '@octokit/webhooks-methods',
    secrets: textSecrets,
    bodies: anyBodies('github'),
    async load() {
      const { sign, verify } = await load<{
        readonly sign: (secret: string, body: string) => Promise<string>;
        readonly verify: (secret: string, body: string, signature: string) => Promise<boolean>;
      }>('@octokit/webhooks-methods');
      return {
        verifies: ({ headers, body }, secret) => verify(secret, body, headers['x-hub-signature-256'] ?? ''),
        signs: async ({ body }, { signing }) => ({ headers: { 'x-hub-signature-256': await sign(signing, body) } }),
      };
    },
  },
  {
    scheme: 'stripe',
    package: 'stripe',
    secrets: stripeSecrets,
    // It parses them.
    bodies: events('stripe'),
    lax: { early: 'it looks for an age above its tolerance, and no time to come has one' },
    async load() {
      const { webhooks } = (await load<{ readonly default: Stripe }>('stripe')).default;
      return {
        verifies({ headers, body }, secret) {
          webhooks.constructEvent(body, headers['stripe-signature'], secret);
          return true;
        },
        signs({ body, now }, { signing }) {
          const timestamp = Math.floor(now / 1000);
          const signature = webhooks.generateTestHeaderString({ payload: body, secret: signing, timestamp });
          return { headers: { 'stripe-signature': signature } };
        },
      };
    },
  },
  ...(['x-shopify', 'shopify'] as const).map((prefix): Judge => {
    return {
      scheme: 'shopify',
      kind: prefix === 'shopify' ? 'Events' : 'webhooks',
      package: '@shopify/shopify-api',
      secrets: textSecrets,
      bodies: anyBodies('shopify'),
      async load() {
        // It gives the package its HTTP.
        await load('@shopify/shopify-api/adapters/node');
        const { shopifyApi } = await load<Shopify>('@shopify/shopify-api');
        const { createSHA256HMAC } = await load<ShopifyRuntime>('@shopify/shopify-api/runtime');
        const app = { apiKey: 'key', hostName: 'abcdefghij.lambda-url.eu-west-1.on.aws', isEmbeddedApp: false };
        const described = {
          [`${prefix}-topic`]: 'orders/create',
          [`${prefix}-shop-domain`]: 'shop.myshopify.com',
          [`${prefix}-api-version`]: '2026-10',
          [`${prefix}-webhook-id`]: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
          [`${prefix}-event-id`]: '98880550-7158-44d4-b7cd-2c97c8a091b5',
        };
        return {
          async verifies({ headers, body }, apiSecretKey) {
            const { webhooks } = shopifyApi({ ...app, apiVersion: '2026-10', apiSecretKey, logger: { log() {} } });
            const rawRequest = { method: 'POST', url: '/source', headers: { ...described, ...headers } };
            const { valid } = await webhooks.validate({ rawBody: body, rawRequest, rawResponse: {} });
            return valid;
          },
          async signs({ body }, { signing }) {
            const signature = await createSHA256HMAC(signing, body, 'base64');
            return { headers: { ...described, [`${prefix}-hmac-sha256`]: signature } };
          },
        };
      },
      ...(prefix === 'shopify' && { isSentHere: false }),
    };
  }),
  {
    scheme: 'linear',
    onlyVerifies: true,
    package: '@linear/sdk',
    secrets: textSecrets,
    bodies: events('linear'),
    async load() {
      const { LinearWebhookClient } = await load<{
        readonly LinearWebhookClient: new (
          secret: string,
        ) => { readonly verify: (body: Buffer, signature: string) => boolean };
      }>('@linear/sdk/webhooks');
      return {
        verifies: ({ headers, body }, secret) =>
          new LinearWebhookClient(secret).verify(Buffer.from(body), headers['linear-signature'] ?? ''),
      };
    },
  },
  {
    scheme: 'paddle',
    onlyVerifies: true,
    package: '@paddle/paddle-node-sdk',
    secrets: textSecrets,
    bodies: anyBodies('paddle'),
    lax: { early: 'it refuses no time but those more than 5 s ago' },
    async load() {
      const { Paddle } = await load<{
        readonly Paddle: new (
          key: string,
        ) => {
          readonly webhooks: {
            readonly isSignatureValid: (body: string, secret: string, signature: string) => Promise<boolean>;
          };
        };
      }>('@paddle/paddle-node-sdk');
      const { webhooks } = new Paddle('key');
      return {
        verifies: ({ headers, body }, secret) =>
          webhooks.isSignatureValid(body, secret, headers['paddle-signature'] ?? ''),
      };
    },
  },
];

interface Stripe {
  readonly webhooks: {
    readonly constructEvent: (body: string, signature: string | undefined, secret: string) => unknown;
    readonly generateTestHeaderString: (options: {
      readonly payload: string;
      readonly secret: string;
      readonly timestamp: number;
    }) => string;
  };
}

interface Shopify {
  readonly shopifyApi: (configuration: object) => {
    readonly webhooks: {
      readonly validate: (request: {
        readonly rawBody: string;
        readonly rawRequest: object;
        readonly rawResponse: object;
      }) => Promise<{ readonly valid: boolean }>;
    };
  };
}

interface ShopifyRuntime {
  readonly createSHA256HMAC: (secret: string, body: string, format: 'base64') => Promise<string>;
}
