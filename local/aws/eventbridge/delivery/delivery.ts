import { defaultRetryPolicy, type EventRule, type EventTarget } from '../bus.ts';
import type { IngestedEvent } from '../event.ts';
import { targetInput } from '../target-input/target-input.ts';
import { deadLetter, type Failure } from './dead-letter.ts';
import type { DeliveryOptions } from './options.ts';
import { PermanentFailure } from './send.ts';

export interface Deliveries {
  readonly deliver: (rule: EventRule, target: EventTarget, event: IngestedEvent) => void;
  /** When every event is delivered, dead-lettered or dropped. */
  readonly idle: () => Promise<void>;
  /** Gives up what waits for a retry, and waits for what is under way. */
  readonly close: () => Promise<void>;
}

export function deliveries(surroundings: DeliveryOptions): Deliveries {
  const closing = new AbortController();
  const pending = new Set<Promise<void>>();

  async function idle() {
    while (pending.size > 0) await Promise.all(pending);
  }

  return {
    deliver(rule, target, event) {
      const delivery = deliver(rule, target, event, surroundings, closing.signal).finally(() => {
        pending.delete(delivery);
      });
      pending.add(delivery);
    },
    idle,
    close() {
      closing.abort();
      return idle();
    },
  };
}

async function deliver(
  rule: EventRule,
  target: EventTarget,
  event: IngestedEvent,
  surroundings: DeliveryOptions,
  closing: AbortSignal,
) {
  const input = targetInput(rule, target, event);
  const failure = input.ok
    ? await attempt(rule, target, input.body, event, surroundings, closing)
    : { code: 'INVALID_JSON', message: input.reason, retries: 0 };
  if (!failure) return;
  surroundings.observe({ kind: 'failure', at: surroundings.now(), rule });
  await deadLetter(rule, target, event, failure, surroundings);
}

/** Tries until the target has the event or its retry policy is exhausted; says why it failed. */
async function attempt(
  rule: EventRule,
  target: EventTarget,
  body: string,
  event: IngestedEvent,
  { send, now, sleep, random, observe }: DeliveryOptions,
  closing: AbortSignal,
): Promise<Failure | undefined> {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = target.retryPolicy ?? defaultRetryPolicy;
  const expiry = event.ingestedAt + maximumEventAgeInSeconds * 1000;
  for (let retries = 0; ; retries++) {
    observe({ kind: 'attempt', at: now(), rule, retry: retries, ingestedAt: event.ingestedAt });
    try {
      await send(target.arn, body);
      observe({ kind: 'success', at: now(), rule, ingestedAt: event.ingestedAt });
      return undefined;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof PermanentFailure) return { code: error.code, message, retries };
      const failure = { code: 'ERROR_FROM_TARGET', message, retries };
      if (retries >= maximumRetryAttempts) return { ...failure, exhausted: 'MaximumRetryAttempts' };
      const wait = Math.min(backoff(retries, random()), expiry - now());
      if (wait > 0 && !(await slept(sleep(wait, closing)))) return undefined;
      if (now() >= expiry) return { ...failure, exhausted: 'MaximumEventAgeInSeconds' };
    }
  }
}

/** Exponential with jitter, as AWS says; AWS does not publish the times. From ½ to 1 s at first, to 5 minutes. */
function backoff(retries: number, jitter: number): number {
  return Math.min(1000 * 2 ** retries, 300_000) * (0.5 + jitter / 2);
}

async function slept(sleep: Promise<void>): Promise<boolean> {
  try {
    await sleep;
    return true;
  } catch {
    return false;
  }
}
