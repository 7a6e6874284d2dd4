import { aws } from '../aws.ts';
import type { Series } from '../chart/series.ts';
import type { TimeRange } from '../time-range.ts';
import type { MetricProperties } from './body.ts';
import { type MetricDataResult, metricQueries, seriesOf, timesFor } from './metric-query.ts';

/** What one call of GetMetricData found for the rows of a widget. */
export interface MetricData {
  readonly series: readonly Series[];
  readonly messages: readonly string[];
  /** Seconds since the epoch, as asked. */
  readonly from: number;
  readonly to: number;
}

/** @param now milliseconds since the epoch */
export async function metricData(properties: MetricProperties, range: TimeRange, now: number): Promise<MetricData> {
  const queries = metricQueries(properties, range.seconds);
  const { from, to } = timesFor(properties, range.seconds, Math.ceil(now / 1000));
  const { MetricDataResults, Messages = [] } = await aws<{
    readonly MetricDataResults: readonly MetricDataResult[];
    readonly Messages?: readonly { readonly Value: string }[];
  }>('cloudWatch', 'GetMetricData', {
    StartTime: from,
    EndTime: to,
    ScanBy: 'TimestampAscending',
    MetricDataQueries: queries.map(({ rendering, periodSeconds, ...query }) => query),
  });
  const messages = [...Messages, ...MetricDataResults.flatMap(({ Messages: own = [] }) => own)];
  return { series: seriesOf(queries, MetricDataResults), messages: messages.map(({ Value }) => Value), from, to };
}
