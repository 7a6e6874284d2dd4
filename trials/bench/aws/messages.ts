import type { SecretDeclaration } from '../../../local/index.ts';

/** What the bench tells the process of its AWS. */
export type Question =
  | {
      readonly kind: 'start';
      /** Added to every call, in milliseconds. */
      readonly latencyMs: number;
      readonly region: string;
      readonly account: string;
      readonly busNames: readonly string[];
      readonly secrets: readonly SecretDeclaration[];
    }
  | { readonly kind: 'count' };

/** What that process answers. */
export interface Started {
  readonly endpoint: string;
  /** `host:port` of an X-Ray daemon that takes segments and keeps none. */
  readonly daemon: string;
  /** PEM of the authority to trust. */
  readonly authority: string;
}

/** By bus, the events that a rule of the bus has matched and delivered. */
export type EventsByBus = Readonly<Record<string, number>>;
