import { isAccepted } from '../shared/post.ts';

/** One delivery as its sender knows it. */
export interface SentDelivery {
  /** What was signed and sent; no two deliveries have the same. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  /** Root of the X-Ray trace that the sender began. */
  readonly traceId: string;
  /** Absent, as the two below, when no answer came. */
  readonly status?: number;
  readonly requestId?: string;
  /** What an answer of 2xx says the event's `detail.metadata.id` is. */
  readonly id?: string;
}

/** One event as a target of the bus got it. */
export interface ArrivedEvent {
  readonly id: string;
  /** Its `detail.data`. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the function's log line says of an invocation, and Lambda's report when the function failed. */
export type Report =
  | {
      readonly by: 'function';
      readonly requestId: string;
      readonly traceId: string;
      readonly outcome: string;
      readonly status: number;
      readonly reason?: string;
      /** Whether EventBridge gave it no answer in time: the event may be on the bus, and was sent or parked again. */
      readonly isLate?: boolean;
    }
  | { readonly by: 'lambda'; readonly requestId: string; readonly errorType: string };

/** What is on the bus more than once, by the times in milliseconds: the delivery's and its events', from recovery. */
interface Duplicate {
  readonly id: string;
  readonly status: number | undefined;
  readonly sentAt: number | undefined;
  readonly arrivedAt: readonly number[];
  /** Whether this machine, and not the fault, kept EventBridge's answer from the function. */
  readonly isLate: boolean;
}

/** Sums of CloudWatch metrics over the run. */
export interface MetricSums {
  readonly refused: number;
  readonly failed: number;
  readonly throttles: number;
  readonly entryFailures: number;
}

/** Everything that was seen of a run. */
export interface Evidence {
  readonly deliveries: readonly SentDelivery[];
  readonly arrivals: readonly ArrivedEvent[];
  readonly reports: readonly Report[];
  readonly counted: MetricSums;
  readonly coldStarts: number;
  /** When EventBridge began to withhold answers, if it did, and when all was well again, in milliseconds since the epoch. */
  readonly faultAt: number;
  readonly recoveredAt: number;
  /** Messages that were still in the parking queue or its dead-letter queue at the end. */
  readonly leftParked: number;
}

/** What became of the deliveries of a run. */
export interface Account {
  readonly sent: number;
  /** Deliveries by status, `none` where no answer came. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Those not answered 2xx by why, as the function or Lambda says: `503 publish-failed`. */
  readonly byReason: Readonly<Record<string, number>>;
  /** Those not answered 2xx of which neither says anything, or another status than the sender got. */
  readonly unexplained: readonly SentDelivery[];
  /** Different ids on the bus. */
  readonly onBus: number;
  /** Answered 2xx, and not on the bus by that id within a minute of recovery. */
  readonly lost: readonly SentDelivery[];
  readonly twice: readonly Duplicate[];
  /** Not answered 2xx, and on the bus all the same: the sender cannot know. */
  readonly unknownToSender: number;
  /** Events that nobody sent. */
  readonly strange: readonly ArrivedEvent[];
  /** Answered 202 and on the bus. */
  readonly parked: number;
  /** From recovery to the last of those, in milliseconds; the longest that one was parked. */
  readonly lastParkedMs: number;
  readonly longestParkedMs: number;
  /** Refusals and failures by the function's log lines, and by its metrics. */
  readonly notPublished: { readonly logged: number; readonly counted: number };
  readonly entryFailures: number;
  readonly coldStarts: number;
  readonly leftParked: number;
}

/** How long after recovery an event may come, in milliseconds. */
export const arrivalTimeoutMs = 60_000;

export function accountOf(evidence: Evidence): Account {
  const { deliveries, arrivals, reports, counted, faultAt, recoveredAt, coldStarts, leftParked } = evidence;
  const byId = Map.groupBy(arrivals, ({ id }) => id);
  const byBody = Map.groupBy(arrivals, ({ body }) => body);
  const sent = new Map(deliveries.map((one) => [one.body, one]));
  const [taken, others] = [deliveries.filter(isTaken), deliveries.filter((one) => !isTaken(one))];
  const explanations: Explanations = {
    byRequest: Map.groupBy(reports, ({ requestId }) => requestId),
    byTrace: new Map(reports.flatMap((report) => (report.by === 'function' ? [[report.traceId, report]] : []))),
  };
  // A call that meets the fault is begun in it, so one that came before or after was answered at once.
  const isOutsideFault = (at: number) => at < faultAt || at >= recoveredAt;
  const reasons = others.map((one) => ({ delivery: one, reason: reasonOf(one, explanations) }));
  const throttled = others.filter(({ status }) => status === 429);
  const parked = taken.flatMap(({ status, id = '', sentAt }) => {
    const first = byId.get(id)?.[0];
    return status === 202 && first ? [{ sentAt, at: first.at }] : [];
  });
  const logged = reports.filter((report) => report.by === 'function' && ['refused', 'failed'].includes(report.outcome));
  return {
    sent: deliveries.length,
    byStatus: counts(deliveries.map(({ status }) => `${status ?? 'none'}`)),
    byReason: counts(reasons.flatMap(({ reason }) => reason ?? [])),
    unexplained: [
      ...reasons.flatMap(({ delivery, reason }) => (reason === undefined ? [delivery] : [])),
      // Lambda leaves no line of these, only their number.
      ...throttled.slice(counted.throttles),
    ],
    onBus: byId.size,
    lost: taken.filter(({ id = '', body }) => {
      const first = byId.get(id)?.find((arrival) => arrival.body === body);
      return first === undefined || first.at > recoveredAt + arrivalTimeoutMs;
    }),
    twice: [...byId]
      .filter(([, events]) => events.length > 1)
      .map(([id, events]) => {
        const [first] = events;
        const delivery = sent.get(first?.body ?? '');
        const said = explanations.byTrace.get(delivery?.traceId ?? '');
        return {
          id,
          status: delivery?.status,
          sentAt: delivery && delivery.sentAt - recoveredAt,
          arrivedAt: events.map(({ at }) => at - recoveredAt),
          isLate: first !== undefined && isOutsideFault(first.at) && said?.isLate === true,
        };
      }),
    unknownToSender: others.filter(({ body }) => byBody.has(body)).length,
    strange: arrivals.filter(({ body }) => !sent.has(body)),
    parked: parked.length,
    lastParkedMs: most(parked.map(({ at }) => at - recoveredAt)),
    longestParkedMs: most(parked.map(({ at, sentAt }) => at - sentAt)),
    notPublished: { logged: logged.length, counted: counted.refused + counted.failed },
    entryFailures: counted.entryFailures,
    coldStarts,
    leftParked,
  };
}

/** Whether the sender was told that its delivery is taken care of. */
function isTaken({ status }: SentDelivery): boolean {
  return status !== undefined && isAccepted({ status });
}

/** What was written down of the deliveries, by whoever answered them. */
interface Explanations {
  readonly byRequest: ReadonlyMap<string, readonly Report[]>;
  readonly byTrace: ReadonlyMap<string, Report & { readonly by: 'function' }>;
}

/** Why a delivery was not taken, where whoever answered it has written that down. */
function reasonOf(
  { status, requestId = '', traceId }: SentDelivery,
  { byRequest, byTrace }: Explanations,
): string | undefined {
  if (status === 429) return '429 throttled';
  if (status === undefined) {
    const late = byTrace.get(traceId);
    return late && `no answer in time, later ${late.status} ${late.reason ?? late.outcome}`;
  }
  for (const report of byRequest.get(requestId) ?? []) {
    if (report.by === 'lambda' && status === 502) return `502 ${report.errorType}`;
    if (report.by === 'function' && status === report.status && report.reason) return `${status} ${report.reason}`;
  }
  return undefined;
}

function counts(names: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...groups].sort().map(([name, all]) => [name, all.length]));
}

function most(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), 0);
}
