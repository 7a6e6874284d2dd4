/** Stands in every canary: a text that no log line, metric, trace or answer may hold. */
export const canary = 'Cz7wCanaryQ4x';

/** Secrets by source. The path of each is its name. */
export const secretsBySource: Readonly<Record<string, { readonly current?: string; readonly previous?: string }>> = {
  momento: { current: `${canary}-current-ключ-🔑`, previous: `${canary}-previous` },
  orders: { current: `${canary}-orders` },
  /** Its secret is empty. */
  vacant: { current: '' },
  /** Its secret has no value yet. */
  unset: {},
};

/** Signed for a source by whoever holds none of its secrets. */
export const foreignSecrets = [`${canary}-old`, '', 'undefined', `${canary}-previous\n`, `${canary}-orders`] as const;

export const freshnessMs = 60_000;

export const maxDeliveryBytes = 262_144;

/** ARNs as the settings of the function have them. */
export const secretIdOf = (source: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${source}`;

export const sourceOf = (secretId: unknown) => String(secretId).split(':').at(-1) ?? '';
