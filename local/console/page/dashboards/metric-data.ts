import { aws } from '../aws.ts';
import type { Series } from '../chart/series.ts';
import type { TimeRange } from '../time-range.ts';
import type { MetricWidgetProperties } from './body.ts';
import { type MetricDataResult, seriesOf, widgetMetricQueries, widgetTimeRange } from './metric-query.ts';

/** What one call of GetMetricData found for the rows of a widget. */
export interface MetricData {
  readonly series: readonly Series[];
  readonly messages: readonly string[];
  /** Seconds since the epoch, as asked. */
  readonly from: number;
  readonly to: number;
}

/** @param now milliseconds since the epoch */
export async function metricData(
  properties: MetricWidgetProperties,
  range: TimeRange,
  now: number,
): Promise<MetricData> {
  const queries = widgetMetricQueries(properties, range.seconds);
  const { from, to } = widgetTimeRange(properties, range.seconds, Math.ceil(now / 1000));
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
