import type { Unit } from '../cloudwatch/metrics/metric.ts';
import type { MetricDatum } from '../cloudwatch/metrics/metric-store.ts';
import { filterPattern } from './filter-pattern/filter-pattern.ts';
import type { LogListener } from './logs.ts';

/** Makes a metric of the events of a log group that match a pattern. */
export interface MetricFilter {
  readonly logGroup: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metricName: string;
  /** What each matching event adds. */
  readonly value: number;
  readonly unit: Unit;
}

/**
 * The metrics of events as they are written, at the events' own time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export function metricFilters(filters: readonly MetricFilter[], record: (datum: MetricDatum) => void): LogListener {
  const compiled = filters.map((filter) => ({ ...filter, matches: filterPattern(filter.pattern) }));
  return ({ group, timestamp: at, message }) => {
    for (const { logGroup, matches, namespace, metricName: name, value, unit } of compiled) {
      if (logGroup !== group || !matches(message)) continue;
      const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
      record({ metric: { namespace, name, dimensions: {} }, unit, at, set });
    }
  };
}
