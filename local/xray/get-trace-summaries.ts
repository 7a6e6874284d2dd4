import { z } from 'zod';
import { AwsError, type Operation, operation } from '../service.ts';
import { factsOf } from './filter/facts.ts';
import { filterOf, type NamedFilter } from './filter/filter.ts';
import type { TraceSummary } from './summary.ts';
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

/** The newest first. */
export function getTraceSummaries(traces: Traces, groups: readonly NamedFilter[], clock: () => number): Operation {
  return operation(input, ({ StartTime, EndTime, TimeRangeType, FilterExpression, NextToken }) => {
    if (StartTime > EndTime) throw new AwsError('InvalidRequestException', 'StartTime is after EndTime.');
    const holds = FilterExpression.trim() === '' ? undefined : filterOf(FilterExpression, groups);
    const inRange = summaries(traces)
      .filter((summarised) => timesOf(summarised, TimeRangeType).some((time) => time >= StartTime && time <= EndTime))
      .toSorted(newestFirst);
    const from = NextToken === undefined ? undefined : positionIn(NextToken);
    const matching = inRange.filter(({ trace, summary }) => {
      if (from !== undefined && newestFirst({ summary }, { summary: from }) <= 0) return false;
      const facts = holds && factsOf(trace.segments());
      return facts === undefined || holds?.(facts) === true;
    });
    const page = matching.slice(0, pageSize);
    const last = page.at(-1);
    return {
      TraceSummaries: page.map(({ trace, summary }) => ({
        ...summary,
        Revision: trace.revision,
        ...(TimeRangeType === 'Event' && { MatchedEventTime: trace.updatedAt / 1000 }),
      })),
      ApproximateTime: clock() / 1000,
      TracesProcessedCount: inRange.length,
      NextToken: last && page.length < matching.length ? tokenFor(last.summary) : undefined,
    };
  });
}

interface Summarised {
  readonly trace: Trace;
  readonly summary: TraceSummary;
}

function summaries(traces: Traces): readonly Summarised[] {
  return traces.all().flatMap((trace) => {
    const summary = trace.summary();
    return summary === undefined ? [] : [{ trace, summary }];
  });
}

/** "By TraceId (trace start time), Event (trace update time), or Service (trace segment end time)." */
function timesOf({ trace, summary }: Summarised, type: z.output<typeof input>['TimeRangeType']): readonly number[] {
  if (type === 'TraceId') return [summary.StartTime];
  if (type === 'Event') return [trace.updatedAt / 1000];
  return trace.segments().flatMap(({ end_time }) => end_time ?? []);
}

type Position = Pick<TraceSummary, 'Id' | 'StartTime'>;

function newestFirst(
  { summary: one }: { readonly summary: Position },
  { summary: other }: { readonly summary: Position },
) {
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
