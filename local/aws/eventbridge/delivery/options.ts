import type { RuleEvent } from '../rule-event.ts';
import type { Send } from './send.ts';

export interface DeliveryOptions {
  readonly send: Send;
  readonly warn: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1: the jitter of the waits between attempts. */
  readonly random: () => number;
  readonly observe: (event: RuleEvent) => void;
}
