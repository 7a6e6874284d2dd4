import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { offsetOf, offsetToken } from '../../paging.ts';
import { type Operation, operation } from '../../service.ts';
import { validationError } from '../errors.ts';
import { epochSeconds, timestamp } from '../input.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { evaluateQueries, type Result } from './evaluation.ts';
import { metricDataQuery, queriesOf } from './metric-data-queries.ts';

/** Of a request, whose answer is cut into pages there. */
const maximumDatapoints = 100_800;

const input = z.strictObject({
  MetricDataQueries: z.array(metricDataQuery).min(1).max(500),
  StartTime: timestamp,
  EndTime: timestamp,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: z.int().min(1).max(maximumDatapoints).default(maximumDatapoints),
  NextToken: z.string().optional(),
});

export function getMetricData(store: MetricStore, now: () => number): Operation {
  return operation(input, ({ MetricDataQueries, StartTime, EndTime, ScanBy, MaxDatapoints, NextToken }) => {
    if (StartTime >= EndTime) throw validationError('The parameter EndTime must be greater than StartTime.');
    const queries = queriesOf(MetricDataQueries);
    if (!queries.some(({ returned }) => returned)) {
      throw validationError('At least one of the MetricDataQueries must have ReturnData true.');
    }
    const results = evaluateQueries(queries, store, { start: StartTime, end: EndTime, now: now() });
    const ordered = results.map((result) => dataOf(result, ScanBy === 'TimestampDescending'));
    return pageOf(ordered, NextToken === undefined ? 0 : positionOf(NextToken), MaxDatapoints);
  });
}

interface Data {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
}

function dataOf({ id, label, times, points }: Result, newestFirst: boolean): Data {
  const known = times.flatMap((time, index) => {
    const value = points[index];
    return value === undefined ? [] : [{ time: epochSeconds(time), value }];
  });
  const ordered = newestFirst ? known.toReversed() : known;
  return {
    Id: id,
    Label: label,
    Timestamps: ordered.map(({ time }) => time),
    Values: ordered.map(({ value }) => value),
  };
}

/** So many data points from a position on, through all results one after the other. */
function pageOf(all: readonly Data[], from: number, maximum: number) {
  const to = from + maximum;
  let before = 0;
  const MetricDataResults = all.flatMap(({ Timestamps, Values, ...data }) => {
    const [start, end] = [Math.max(from - before, 0), Math.min(to - before, Values.length)];
    before += Values.length;
    // On its page, a result without data points stands too.
    if (start >= end && (Values.length > 0 || before < from || before > to)) return [];
    return [
      {
        ...data,
        Timestamps: Timestamps.slice(start, end),
        Values: Values.slice(start, end),
        StatusCode: end < Values.length ? 'PartialData' : 'Complete',
      },
    ];
  });
  const next = before > to ? { NextToken: offsetToken(to) } : {};
  return { MetricDataResults, ...next, Messages: [] };
}

function positionOf(token: string): number {
  const position = offsetOf(token);
  if (position === undefined) throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  return position;
}
