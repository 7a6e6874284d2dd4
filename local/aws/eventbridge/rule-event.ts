import type { Rule } from './bus.ts';

/** What EventBridge keeps metrics of; times in milliseconds since the epoch. */
export type BusEvent = { readonly at: number; readonly rule: Rule } & (
  | { readonly kind: 'match' }
  /** Of the target; `retry` is 0 the first time. */
  | { readonly kind: 'attempt'; readonly retry: number; readonly ingestedAt: number }
  | { readonly kind: 'success'; readonly ingestedAt: number }
  /** Permanent: whatever could be retried was. */
  | { readonly kind: 'failure' }
  | { readonly kind: 'dead-letter'; readonly taken: boolean }
);
