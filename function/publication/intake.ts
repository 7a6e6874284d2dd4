import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { TakenStatus } from '../delivery/duplicates.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { timed } from '../telemetry/timed.ts';
import type { Park } from './park.ts';
import { publish } from './publish.ts';
import type { EventBridge } from './resolved-once.ts';

/** Where an entry went, and what that took; durations in milliseconds. */
type Intake = Tried &
  (
    | { readonly outcome: 'published' | 'parked'; readonly status: TakenStatus }
    | { readonly outcome: 'failed'; readonly parkError: string }
  );

interface Tried {
  readonly publishMs: number;
  readonly publishAttempts: number;
  readonly entryFailures: number;
  readonly parkMs?: number;
  /** Why it is not on the bus. */
  readonly errorCode?: string;
}

/** Puts an entry on the bus or, failing that, on the parking queue; `deadline` on the clock of `performance.now()`. */
export type TakeIn = (entry: PutEventsRequestEntry, deadline: number) => Promise<Intake>;

/** Of the time until the deadline, the part in which tries to publish may begin: 2 s of 3.5 s. The rest is for parking. */
const publicationShare = 4 / 7;

/**
 * While EventBridge fails, an environment that waited for it 2 s at each delivery would let through one in two seconds,
 * and the next senders meet a function at its concurrency: so for 10 s after a failure it gets a quarter of a second (150
 * ms of it only for an answer), many times what a healthy bus takes over an open connection. Then again its full share,
 * which a new connection may need where there is little CPU.
 */
const hurriedMs = 100;
const hurryForMs = 10_000;

export function createIntake(eventBridge: EventBridge, park: Park, step: Telemetry['step']): TakeIn {
  let hurryUntil = 0;
  return async (entry, deadline) => {
    const now = performance.now();
    const isHurried = now < hurryUntil;
    const share = (deadline - now) * publicationShare;
    const until = now + (isHurried ? Math.min(share, hurriedMs) : share);
    const [published, publishMs] = await timed(() => step('publish', () => publish(eventBridge, entry, until)));
    const { attempts: publishAttempts, entryFailures } = published;
    const tried = { publishMs, publishAttempts, entryFailures };
    if (published.ok) {
      hurryUntil = 0;
      return { ...tried, outcome: 'published', status: 200 };
    }
    if (!isHurried) hurryUntil = performance.now() + hurryForMs;

    const [parkError, parkMs] = await timed(() => step('park', () => park(entry, deadline)));
    const failed = { ...tried, parkMs, errorCode: published.errorCode };
    return parkError === undefined
      ? { ...failed, outcome: 'parked', status: 202 }
      : { ...failed, outcome: 'failed', parkError };
  };
}
