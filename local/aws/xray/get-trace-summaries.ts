import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import { factsOf } from './filter/facts.ts';
import { filterOf, type NamedFilter } from './filter/filter.ts';
import { summarised } from './summary.ts';
import type { Trace, Traces } from './traces.ts';

const input = z.strictObject({
  /** Seconds since the epoch. */
  StartTime: z.number(),
  EndTime: z.number(),
  TimeRangeType: z.enum(['TraceId', 'Event', 'Service']).default('TraceId'),
  // "Set to true to get summaries for only a subset of available traces": all of them are a subset, too.
  Sampling: z.boolean().optional(),
  FilterExpression: z.string().default(''),
  NextToken: z.string().optional(),
});

/** X-Ray documents no size of a page. */
const pageSize = 100;

/** So long the search goes on before everybody else has a turn. */
const sliceMs = 8;

/** The newest first. */
export function getTraceSummaries(traces: Traces, groups: readonly NamedFilter[], clock: () => number): Operation {
  return operation(input, async ({ StartTime, EndTime, TimeRangeType, FilterExpression, NextToken }) => {
    if (StartTime > EndTime) throw new AwsError('InvalidRequestException', 'StartTime is after EndTime.');
    const holds = FilterExpression.trim() === '' ? undefined : filterOf(FilterExpression, groups);
    const from = NextToken === undefined ? undefined : positionIn(NextToken);
    const candidates = begun(traces)
      .filter(({ trace, StartTime: start }) =>
        timesOf(trace, start, TimeRangeType).some((time) => time >= StartTime && time <= EndTime),
      )
      .filter((candidate) => from === undefined || newestFirst(candidate, from) > 0)
      .toSorted(newestFirst);

    const page: object[] = [];
    let processed = 0;
    let since = performance.now();
    for (const { trace } of candidates) {
      if (page.length === pageSize) break;
      processed += 1;
      const segments = trace.segments();
      const facts = holds && factsOf(segments);
      if (facts === undefined || holds?.(facts)) {
        const matched = TimeRangeType === 'Event' && { MatchedEventTime: trace.updatedAt / 1000 };
        page.push({ ...summarised(trace.id, segments), Revision: trace.revision, ...matched });
      }
      if (performance.now() - since < sliceMs) continue;
      await turn();
      since = performance.now();
    }
    const last = candidates[processed - 1];
    return {
      TraceSummaries: page,
      ApproximateTime: clock() / 1000,
      TracesProcessedCount: processed,
      // What has not been looked at may match or not: a last page can be empty.
      NextToken: last && processed < candidates.length ? tokenFor(last) : undefined,
    };
  });
}

/** What traces are ordered by. */
interface Position {
  readonly Id: string;
  readonly StartTime: number;
}

/** The traces of which a segment has come. */
function begun(traces: Traces): readonly (Position & { readonly trace: Trace })[] {
  return traces.all().flatMap((trace) => {
    const StartTime = trace.startedAt();
    return StartTime === undefined ? [] : [{ trace, Id: trace.id, StartTime }];
  });
}

/** "By TraceId (trace start time), Event (trace update time), or Service (trace segment end time)." */
function timesOf(trace: Trace, start: number, type: z.output<typeof input>['TimeRangeType']): readonly number[] {
  if (type === 'TraceId') return [start];
  return type === 'Event' ? [trace.updatedAt / 1000] : trace.segmentEnds();
}

function newestFirst(one: Position, other: Position): number {
  return other.StartTime - one.StartTime || (one.Id < other.Id ? -1 : Number(one.Id > other.Id));
}

function tokenFor({ Id, StartTime }: Position): string {
  return Buffer.from(JSON.stringify({ Id, StartTime })).toString('base64url');
}

const position = z.strictObject({ Id: z.string(), StartTime: z.number() });

function positionIn(token: string): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw new AwsError('InvalidRequestException', 'The NextToken is none that GetTraceSummaries gave.');
  }
}
