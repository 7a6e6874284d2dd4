import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { nameOf } from '../errors.ts';
import { isThrottlingError, isTransientError, PutEventsCommand } from '../sdk.ts';
import { publishGraceMs } from '../time-budget.ts';
import type { EventBridge } from './event-bridge.ts';

export type Published = Tries & ({ readonly ok: true } | { readonly ok: false; readonly errorCode: string });

/** How often PutEvents was called, and how often it answered 200 and refused the entry. */
interface Tries {
  readonly attempts: number;
  readonly entryFailures: number;
}

/** Why one try did not put the event on the bus. */
interface Failure {
  readonly errorCode: string;
  /** Whether it was the entry alone that was refused. */
  readonly isEntry: boolean;
  /** After how many attempts such a failure is final, time permitting. */
  readonly maxAttempts: number;
}

/** Codes, of an entry or of a whole request, that are worth another attempt for as long as there is time. */
const busy: ReadonlySet<string> = new Set(['InternalFailure', 'ThrottlingException']);

/** Attempts while connections fail or AWS answers with another error that may pass: as many as the SDK makes of itself. */
const transientAttempts = 3;

/** First wait before another try, in milliseconds; doubled each time, with jitter. */
const firstBackoffMs = 50;

/**
 * Puts one event on the bus, again and again while that may help. The client must not try again by itself: it would not
 * know the deadline.
 * @param deadline when to begin no other try, on the clock of `performance.now()`; all is over `publishGraceMs` later
 */
export async function publish(client: EventBridge, entry: PutEventsRequestEntry, deadline: number): Promise<Published> {
  // Not `AbortSignal.timeout`: its timer outlives the call, and what it registers for collection costs as much again.
  const giveUp = new AbortController();
  const leftMs = Math.max(1, Math.ceil(deadline - performance.now()));
  // What is broken off may lie on the bus all the same, and once more when it is parked as well.
  const timer = setTimeout(() => giveUp.abort(), leftMs + publishGraceMs);
  let entryFailures = 0;
  try {
    for (let attempts = 1; ; attempts += 1) {
      const failure = await put(client, entry, giveUp.signal);
      if (!failure) return { ok: true, attempts, entryFailures };
      const { errorCode } = failure;
      if (failure.isEntry) entryFailures += 1;
      const backoffMs = firstBackoffMs * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
      if (attempts >= failure.maxAttempts || performance.now() + backoffMs >= deadline) {
        return { ok: false, attempts, entryFailures, errorCode };
      }
      // Not of `node:timers/promises`, which would be loaded at every cold start for this.
      await new Promise((resolve) => setTimeout(resolve, backoffMs));
    }
  } finally {
    clearTimeout(timer);
  }
}

async function put(
  client: EventBridge,
  entry: PutEventsRequestEntry,
  abortSignal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    const { Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }), { abortSignal });
    const [result] = Entries ?? [];
    // 200 says that AWS read the request; only an event id says that the event is on the bus.
    if (result?.EventId) return undefined;
    const errorCode = result?.ErrorCode ?? 'NoEventId';
    return { errorCode, isEntry: true, maxAttempts: attemptsFor(errorCode, false) };
  } catch (error) {
    const errorCode = nameOf(error);
    return { errorCode, isEntry: false, maxAttempts: attemptsFor(errorCode, isTransient(error)) };
  }
}

function attemptsFor(errorCode: string, isTransient: boolean): number {
  if (busy.has(errorCode)) return Number.POSITIVE_INFINITY;
  return isTransient ? transientAttempts : 1;
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Every property that the SDK asks for beyond those of an Error is optional to it.
  const sdkError = error as Parameters<typeof isTransientError>[0];
  return isThrottlingError(sdkError) || isTransientError(sdkError);
}
