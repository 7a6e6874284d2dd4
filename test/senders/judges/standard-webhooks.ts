import { anyBodies, events, standardSecrets } from '../generated.ts';
import type { Judge, Verdicts } from '../judge.ts';
import { load } from '../packages/load.ts';

export type Webhook = new (
  secret: string,
) => {
  readonly verify: (
    body: string | Buffer,
    headers: Readonly<Record<string, string | undefined>>,
    options?: { readonly jsonParse: boolean },
  ) => unknown;
  readonly sign: (id: string, time: Date, body: string) => string;
};

/** v1 alone: neither package knows v1a, which has no public key to sign with in any of the reference libraries. */
export const standardWebhooks: readonly Judge[] = ['standard-webhooks', 'gitlab'].map((scheme) => ({
  scheme,
  package: 'standardwebhooks',
  secrets: standardSecrets,
  bodies: anyBodies(scheme),
  load: () => verdicts('standardwebhooks', 'webhook'),
}));

export const svix: Judge = {
  scheme: 'svix',
  package: 'svix',
  secrets: standardSecrets,
  // It parses them.
  bodies: events('svix'),
  load: () => verdicts('svix', 'svix'),
};

async function verdicts(name: string, prefix: 'webhook' | 'svix'): Promise<Verdicts> {
  const { Webhook } = await load<{ readonly Webhook: Webhook }>(name);
  return {
    verifies({ headers, body }, secret) {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    },
    signs({ body, now }, { signing }) {
      const headers = {
        [`${prefix}-id`]: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
        [`${prefix}-timestamp`]: String(Math.floor(now / 1000)),
        [`${prefix}-signature`]: new Webhook(signing).sign('msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', new Date(now), body),
      };
      return { headers };
    },
  };
}
