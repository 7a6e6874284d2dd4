import type { ArrivedEvent, Evidence, Report, SentDelivery } from '../../../trials/faults/account.ts';

/** When all was well again in these tests, in milliseconds since the epoch. */
export const recoveredAt = Date.UTC(2026, 10, 25);

/** A delivery of that name a second before recovery: answered 200 unless told otherwise. */
export function delivery(name: string, changes: Partial<SentDelivery> = {}): SentDelivery {
  const { status = 200 } = changes;
  return {
    body: `body of ${name}`,
    sentAt: recoveredAt - 1_000,
    traceId: `trace of ${name}`,
    status,
    requestId: `request of ${name}`,
    ...(status < 300 && { id: `id of ${name}` }),
    ...changes,
  };
}

/** One that got no answer. */
export function unanswered(name: string): SentDelivery {
  const { body, sentAt, traceId } = delivery(name);
  return { body, sentAt, traceId };
}

/** Its event, so many milliseconds after recovery. */
export function arrival(name: string, afterMs = 0): ArrivedEvent {
  return { id: `id of ${name}`, body: `body of ${name}`, at: recoveredAt + afterMs };
}

/** What the function wrote down of it. */
export function report(name: string, status: number, reason: string): Report {
  const outcome = status < 500 ? 'refused' : 'failed';
  return { by: 'function', requestId: `request of ${name}`, traceId: `trace of ${name}`, outcome, status, reason };
}

export function evidence(changes: Partial<Evidence>): Evidence {
  return {
    deliveries: [],
    arrivals: [],
    reports: [],
    counted: { refused: 0, failed: 0, throttles: 0, entryFailures: 0 },
    coldStarts: 1,
    faultAt: recoveredAt - 60_000,
    recoveredAt,
    leftParked: 0,
    ...changes,
  };
}
