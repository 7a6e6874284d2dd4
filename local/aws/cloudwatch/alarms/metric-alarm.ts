import { z } from 'zod';
import { validationError } from '../errors.ts';
import { evaluateQueries } from '../metric-data/evaluation.ts';
import { type DataQuery, metricDataQuery, queriesOf } from '../metric-data/metric-data-queries.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { isPeriod, latestWholeEnd } from '../metrics/window.ts';
import type { MetricAlarmDeclaration } from './declaration.ts';
import { type AlarmCondition, type Datapoint, evaluationRange } from './verdict.ts';

export interface MetricAlarm {
  readonly declared: MetricAlarmDeclaration;
  readonly condition: AlarmCondition;
  readonly periodSeconds: number;
  readonly queries: readonly DataQuery[];
  /** Whether one of its statistics is a percentile or the like. */
  readonly needsSpread: boolean;
}

/** CloudWatch's limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const maximumMetrics = 10;
const hourSeconds = 3600;
const daySeconds = 86_400;
const weekSeconds = 7 * daySeconds;

/** Checks a declaration. Throws CloudWatch's ValidationException, with the alarm's name, for what PutMetricAlarm refuses. */
export function parseMetricAlarm(declared: MetricAlarmDeclaration): MetricAlarm {
  const refuse = (reason: string) => validationError(`alarm ${declared.AlarmName}: ${reason}`);
  const parsed = z.array(metricDataQuery).safeParse(declared.Metrics ?? [metricOf(declared)]);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const queries = queriesOf(parsed.data);
  const metrics = queries.filter((query) => query.kind === 'metric');
  const [periodSeconds, ...others] = new Set(metrics.map((query) => query.periodSeconds));
  if (queries.filter(({ returned }) => returned).length !== 1)
    throw refuse('exactly one of its metrics has ReturnData true');
  if (metrics.length > maximumMetrics) throw refuse(`it has more than ${maximumMetrics} metrics`);
  if (periodSeconds === undefined || others.length > 0) throw refuse('all its metrics have one period');
  if (!isPeriod(periodSeconds)) throw refuse(`its period is not valid: ${periodSeconds}`);
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } = declared;
  if (datapointsToAlarm > evaluationPeriods) throw refuse('DatapointsToAlarm is above EvaluationPeriods');
  const rangeSeconds = evaluationPeriods * periodSeconds;
  if (rangeSeconds > weekSeconds) throw refuse('its periods are more than 7 days together');
  if (periodSeconds < hourSeconds && rangeSeconds > daySeconds)
    throw refuse('its periods are more than a day together; only periods of an hour and more may be');
  const { ComparisonOperator: comparison, Threshold: threshold, TreatMissingData: treatMissingData } = declared;
  return {
    declared,
    queries,
    needsSpread: metrics.some((query) => query.needsSpread),
    periodSeconds,
    condition: { comparison, threshold, evaluationPeriods, datapointsToAlarm, treatMissingData },
  };
}

function metricOf(declared: MetricAlarmDeclaration): object {
  const { Namespace, MetricName, Dimensions = [], Period, Statistic, ExtendedStatistic, Unit } = declared;
  return {
    Id: 'm1',
    MetricStat: {
      Metric: { Namespace, MetricName, Dimensions },
      Period,
      Stat: Statistic ?? ExtendedStatistic,
      ...(Unit !== undefined && { Unit }),
    },
  };
}

/**
 * The end of the last range an alarm is evaluated for: the last whole minute, or the last 10 seconds for periods below
 * a minute. What spans more than a day is evaluated once an hour, for what there was up to the full hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function endOfRange({ condition, periodSeconds, needsSpread }: MetricAlarm, now: number): number {
  const isMultiDay = condition.evaluationPeriods * periodSeconds > daySeconds;
  const everyMs = (isMultiDay ? hourSeconds : periodSeconds < 60 ? 10 : 60) * 1000;
  const end = Math.floor(now / everyMs) * everyMs;
  // Of percentiles over hours there are not all minutes here.
  return needsSpread ? latestWholeEnd(evaluationRange(condition) * periodSeconds * 1000, periodSeconds, end) : end;
}

/** The points an alarm looks at, oldest first: whole periods up to the end of the range. */
export function datapointsOf({ queries, condition, periodSeconds }: MetricAlarm, store: MetricStore, end: number) {
  const start = end - evaluationRange(condition) * periodSeconds * 1000;
  const [result, ...more] = evaluateQueries(queries, store, { start, end, now: end });
  if (!result || more.length > 0) throw validationError('An alarm watches a single time series.');
  return result.times.map((at, index): Datapoint => ({ at, value: result.points[index] }));
}
