import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { TakenStatus } from '../delivery/duplicates.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { timed } from '../telemetry/timed.ts';
import { busFailureMs, publishAfterFailureLimitMs, publishGraceMs, publishShare } from '../time-budget.ts';
import type { EventBridge } from './event-bridge.ts';
import type { Park } from './park.ts';
import { publish } from './publish.ts';

/** Where an entry went, and what that took; durations in milliseconds. */
type Publication = Tried &
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
export type PublishOrPark = (entry: PutEventsRequestEntry, deadline: number) => Promise<Publication>;

export function createPublishOrPark(eventBridge: EventBridge, park: Park, step: Telemetry['step']): PublishOrPark {
  let failingUntil = 0;
  return async (entry, deadline) => {
    const now = performance.now();
    const isFailing = now < failingUntil;
    const share = (deadline - now) * publishShare;
    const until = now + (isFailing ? Math.min(share, publishAfterFailureLimitMs - publishGraceMs) : share);
    const [published, publishMs] = await timed(() => step('publish', () => publish(eventBridge, entry, until)));
    const { attempts: publishAttempts, entryFailures } = published;
    const tried = { publishMs, publishAttempts, entryFailures };
    if (published.ok) {
      failingUntil = 0;
      return { ...tried, outcome: 'published', status: 200 };
    }
    if (!isFailing) failingUntil = performance.now() + busFailureMs;

    const [parkError, parkMs] = await timed(() => step('park', () => park(entry, deadline)));
    const failed = { ...tried, parkMs, errorCode: published.errorCode };
    return parkError === undefined
      ? { ...failed, outcome: 'parked', status: 202 }
      : { ...failed, outcome: 'failed', parkError };
  };
}
