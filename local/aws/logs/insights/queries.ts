import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { eventOverheadBytes, type LogEvent, type LogGroup } from '../log-group.ts';
import { EventRow } from './event-row.ts';
import type { Query } from './language/query.ts';
import { Pipeline, type ResultRow } from './pipeline.ts';

export interface QueryRun {
  readonly id: string;
  status: 'Scheduled' | 'Running' | 'Complete' | 'Failed';
  results: readonly ResultRow[];
  readonly statistics: { recordsMatched: number; recordsScanned: number; bytesScanned: number };
  readonly logGroupsScanned: number;
}

export interface QueryScope {
  readonly groups: readonly LogGroup[];
  /** Milliseconds since the epoch, both included. */
  readonly startTime: number;
  readonly endTime: number;
  readonly maximumRows: number;
}

/** So long a query works before everybody else has a turn. */
const sliceMs = 8;

/** Queries that run and that have ended. Of the ended ones the newest are kept, up to so many in all. */
export class Queries {
  readonly #maximumEnded = 100;
  readonly #maximumRows = 200_000;
  readonly #runs = new Map<string, QueryRun>();

  start(query: Query, scope: QueryScope): QueryRun {
    const run: QueryRun = {
      id: randomUUID(),
      status: 'Scheduled',
      results: [],
      statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
      logGroupsScanned: scope.groups.length,
    };
    this.#runs.set(run.id, run);
    this.#scan(run, query, scope).catch((error: unknown) => {
      console.error(error);
      run.status = 'Failed';
    });
    return run;
  }

  get(id: string): QueryRun | undefined {
    return this.#runs.get(id);
  }

  async #scan(run: QueryRun, query: Query, { groups, startTime, endTime, maximumRows }: QueryScope): Promise<void> {
    await turn();
    run.status = 'Running';
    const pipeline = new Pipeline(query, maximumRows);
    let since = performance.now();
    for (const { group, event } of newestFirst(groups, startTime, endTime)) {
      run.statistics.recordsScanned += 1;
      run.statistics.bytesScanned += Buffer.byteLength(event.message) + eventOverheadBytes;
      pipeline.add(new EventRow(group, event));
      run.statistics.recordsMatched = pipeline.matched;
      if (performance.now() - since < sliceMs) continue;
      await turn();
      since = performance.now();
    }
    run.results = pipeline.result();
    run.status = 'Complete';
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    const ended = [...this.#runs.values()].filter(({ status }) => status !== 'Scheduled' && status !== 'Running');
    let rows = 0;
    for (const [index, { id, results }] of ended.toReversed().entries()) {
      rows += results.length;
      // The newest stays, however much it is.
      if (index > 0 && (index >= this.#maximumEnded || rows > this.#maximumRows)) this.#runs.delete(id);
    }
  }
}

/** The events of all the groups by their times. What is written meanwhile changes nothing. */
function* newestFirst(groups: readonly LogGroup[], startTime: number, endTime: number) {
  const parts = groups.map((group) => ({ group, events: between(group.events(), startTime, endTime) }));
  const next = parts.map(({ events }) => events.length - 1);
  for (;;) {
    let newest: { readonly index: number; readonly group: LogGroup; readonly event: LogEvent } | undefined;
    for (const [index, { group, events }] of parts.entries()) {
      const event = events[next[index] ?? -1];
      if (event && (newest === undefined || event.timestamp > newest.event.timestamp)) newest = { index, group, event };
    }
    if (newest === undefined) return;
    next[newest.index] = (next[newest.index] ?? 0) - 1;
    yield newest;
  }
}

function between(events: readonly LogEvent[], startTime: number, endTime: number): readonly LogEvent[] {
  const from = firstAt(events, startTime);
  return events.slice(from, firstAt(events, endTime + 1));
}

/** Where the events of that time or later begin. They are in the order of their times. */
function firstAt(events: readonly LogEvent[], time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.timestamp ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
