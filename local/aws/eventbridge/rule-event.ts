import type { EventRule } from './bus.ts';

/** What EventBridge keeps metrics of; times in milliseconds since the epoch. */
export type RuleEvent = { readonly at: number; readonly rule: EventRule } & (
  | { readonly kind: 'match' }
  /** Of the target; `retry` is 0 the first time. */
  | { readonly kind: 'attempt'; readonly retry: number; readonly ingestedAt: number }
  | { readonly kind: 'success'; readonly ingestedAt: number }
  /** Permanent: whatever could be retried was. */
  | { readonly kind: 'failure' }
  | { readonly kind: 'dead-letter'; readonly taken: boolean }
);
