import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { nameOf } from '../errors.ts';
import { PutEventsCommand } from '../sdk.ts';
import { publishGraceMs } from '../time-budget.ts';
import type { EventBridge } from './event-bridge.ts';

/** How often PutEvents was called, by the SDK's retries too, and how often it answered 200 and refused the entry. */
interface Tries {
  readonly attempts: number;
  readonly entryFailures: number;
}

export type Published = Tries & ({ readonly ok: true } | { readonly ok: false; readonly errorCode: string });

/** One call of the SDK: its requests and, unless the event is on the bus, why not, and whether it was the entry's fault. */
interface Put {
  readonly attempts: number;
  readonly failure?: { readonly errorCode: string; readonly isEntry: boolean };
}

/** Entry codes worth another try; the SDK retries requests, never entries. */
const retryable: ReadonlySet<string> = new Set(['InternalFailure', 'ThrottlingException']);

/** First wait before another try, in milliseconds; doubled each time, with jitter. */
const firstBackoffMs = 50;

/**
 * Puts one event on the bus, again and again while AWS says that trying again may help.
 * @param deadline when to begin no other try, on the clock of `performance.now()`; all is over `publishGraceMs` later
 */
export async function publish(
  client: EventBridge,
  entry: PutEventsRequestEntry,
  deadline: number,
  before: Tries = { attempts: 0, entryFailures: 0 },
): Promise<Published> {
  const { failure, ...tried } = await put(client, entry, deadline);
  const attempts = before.attempts + tried.attempts;
  const entryFailures = before.entryFailures + (failure?.isEntry ? 1 : 0);
  if (!failure) return { ok: true, attempts, entryFailures };
  const { errorCode } = failure;
  const backoff = firstBackoffMs * 2 ** (attempts - 1) * (0.5 + Math.random() / 2);
  if (!retryable.has(errorCode) || performance.now() + backoff >= deadline) {
    return { ok: false, attempts, entryFailures, errorCode };
  }
  // Not of `node:timers/promises`, which would be loaded at every cold start for this.
  await new Promise((resolve) => setTimeout(resolve, backoff));
  return publish(client, entry, deadline, { attempts, entryFailures });
}

async function put(client: EventBridge, entry: PutEventsRequestEntry, deadline: number): Promise<Put> {
  // Not `AbortSignal.timeout`: its timer outlives the call, and what it registers for collection costs as much again.
  const [retry, request] = [new AbortController(), new AbortController()];
  let timer = setTimeout(
    () => {
      retry.abort();
      // What is broken off may lie on the bus all the same, and once more when it is parked as well.
      timer = setTimeout(() => request.abort(), publishGraceMs);
    },
    Math.max(1, Math.ceil(deadline - performance.now())),
  );
  const command = new PutEventsCommand({ Entries: [entry] });
  try {
    const signals = { abortSignal: request.signal, retrySignal: retry.signal };
    const sent = client.send(command, signals).finally(() => clearTimeout(timer));
    const output = await sent;
    const [result, attempts] = [output.Entries?.[0], attemptsOf(output)];
    // 200 says that AWS read the request; only an event id says that the event is on the bus.
    if (result?.EventId) return { attempts };
    return { attempts, failure: { errorCode: result?.ErrorCode ?? 'NoEventId', isEntry: true } };
  } catch (error) {
    return { attempts: attemptsOf(error), failure: { errorCode: nameOf(error), isEntry: false } };
  }
}

/** The SDK's count in what it answered or threw; it has none of a call that was broken off in the wait for another try. */
function attemptsOf(ended: unknown): number {
  // Whatever was thrown, a property of it may be asked for.
  return (ended as { readonly $metadata?: { readonly attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}
