import { z } from 'zod';
import { evaluateQueries } from '../data/evaluation.ts';
import { metricDataQuery, type Query, queriesOf } from '../data/metric-data-queries.ts';
import { validationError } from '../errors.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { endOfWhole, isPeriod } from '../metrics/window.ts';
import { type Comparison, type Datapoint, evaluationRange, type MissingData, type Rule } from './verdict.ts';

/** A metric alarm, by the names that PutMetricAlarm and DescribeAlarms have. */
export interface AlarmDeclaration {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
  readonly ComparisonOperator: Comparison;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  /** As many as there are periods when nothing is said. */
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData: MissingData;
  /** Of one metric: these, with one of the two statistics. */
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Unit?: string;
  /** Of an expression: this. */
  readonly Metrics?: readonly object[];
}

export interface Alarm {
  readonly declared: AlarmDeclaration;
  readonly rule: Rule;
  readonly periodSeconds: number;
  readonly queries: readonly Query[];
}

/** CloudWatch's limits. */
const maximumMetrics = 10;
const maximumRangeSeconds = 604_800;

/** Checks a declaration. Throws CloudWatch's ValidationException, with the alarm's name, for what PutMetricAlarm refuses. */
export function alarmOf(declared: AlarmDeclaration): Alarm {
  const refuse = (reason: string) => validationError(`alarm ${declared.AlarmName}: ${reason}`);
  const parsed = z.array(metricDataQuery).safeParse(declared.Metrics ?? [metricOf(declared)]);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const queries = queriesOf(parsed.data);
  const metrics = queries.filter(({ kind }) => kind === 'metric');
  const [periodSeconds, ...others] = new Set(metrics.map((query) => query.periodSeconds));
  if (queries.filter(({ returned }) => returned).length !== 1)
    throw refuse('exactly one of its metrics has ReturnData true');
  if (metrics.length > maximumMetrics) throw refuse(`it has more than ${maximumMetrics} metrics`);
  if (periodSeconds === undefined || others.length > 0) throw refuse('all its metrics have one period');
  if (!isPeriod(periodSeconds)) throw refuse(`its period is not valid: ${periodSeconds}`);
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } = declared;
  if (datapointsToAlarm > evaluationPeriods) throw refuse('DatapointsToAlarm is above EvaluationPeriods');
  if (evaluationPeriods * periodSeconds > maximumRangeSeconds)
    throw refuse('its periods are more than 7 days together');
  const { ComparisonOperator: comparison, Threshold: threshold, TreatMissingData: treatMissingData } = declared;
  return {
    declared,
    queries,
    periodSeconds,
    rule: { comparison, threshold, evaluationPeriods, datapointsToAlarm, treatMissingData },
  };
}

function metricOf(declared: AlarmDeclaration): object {
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

/** The points an alarm looks at, oldest first: whole periods, the last of which ended at the last whole minute. */
export function datapointsOf({ queries, rule, periodSeconds }: Alarm, store: MetricStore, now: number) {
  const periods = evaluationRange(rule);
  const end = endOfWhole(periods * periodSeconds * 1000, periodSeconds, now);
  const start = end - periods * periodSeconds * 1000;
  const [result, ...more] = evaluateQueries(queries, store, { start, end, now });
  if (!result || more.length > 0) throw validationError('An alarm watches a single time series.');
  return { end, points: result.times.map((at, index): Datapoint => ({ at, value: result.points[index] })) };
}
