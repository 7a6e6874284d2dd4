import { z } from 'zod';
import type { MetricAlarmDeclaration } from '../../../aws/cloudwatch/alarms/declaration.ts';
import { type Comparison, comparisons } from '../../../aws/cloudwatch/alarms/verdict.ts';
import { dimensionList } from '../../../aws/cloudwatch/input.ts';
import type { Graph } from '../../program/graph.ts';
import { read } from '../read.ts';
import { alarmDeclaration, alarmInputs } from './alarm-inputs.ts';

export function metricAlarmsOf(graph: Graph): readonly MetricAlarmDeclaration[] {
  return read(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm', metricAlarmInputs).map(metricAlarmDeclaration);
}

/** The inputs of a MetricAlarm that the local run carries out, as the AWS provider names them. */
const metricAlarmInputs = {
  name: z.string(),
  ...alarmInputs,
  comparisonOperator: z.enum(Object.keys(comparisons) as [Comparison, ...Comparison[]]),
  threshold: z.number(),
  evaluationPeriods: z.int(),
  datapointsToAlarm: z.int().optional(),
  treatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  /** Nothing here tells whether few samples are too few. */
  evaluateLowSampleCountPercentiles: z.literal('evaluate').optional(),
  metricName: z.string().optional(),
  namespace: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  statistic: z.string().optional(),
  extendedStatistic: z.string().optional(),
  period: z.int().optional(),
  unit: z.string().optional(),
  metricQueries: z
    .array(
      z.strictObject({
        id: z.string(),
        expression: z.string().optional(),
        label: z.string().optional(),
        period: z.int().optional(),
        returnData: z.boolean().default(false),
        metric: z
          .strictObject({
            metricName: z.string(),
            namespace: z.string(),
            dimensions: z.record(z.string(), z.string()).optional(),
            period: z.int(),
            stat: z.string(),
            unit: z.string().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
};

type MetricAlarmInputs = z.output<z.ZodObject<typeof metricAlarmInputs>>;

/** By the names that CloudWatch's own API has. */
function metricAlarmDeclaration(inputs: MetricAlarmInputs): MetricAlarmDeclaration {
  return {
    ...alarmDeclaration(inputs.name, inputs),
    ComparisonOperator: inputs.comparisonOperator,
    Threshold: inputs.threshold,
    EvaluationPeriods: inputs.evaluationPeriods,
    ...set('DatapointsToAlarm', inputs.datapointsToAlarm),
    TreatMissingData: inputs.treatMissingData,
    ...set('MetricName', inputs.metricName),
    ...set('Namespace', inputs.namespace),
    ...set('Dimensions', inputs.metricQueries ? undefined : dimensionList(inputs.dimensions ?? {})),
    ...set('Statistic', inputs.statistic),
    ...set('ExtendedStatistic', inputs.extendedStatistic),
    ...set('Period', inputs.period),
    ...set('Unit', inputs.unit),
    ...set('Metrics', inputs.metricQueries?.map(metricDataQuery)),
  };
}

function metricDataQuery(query: NonNullable<MetricAlarmInputs['metricQueries']>[number]) {
  const { id, expression, label, period, returnData, metric } = query;
  return {
    Id: id,
    ...set('Expression', expression),
    ...set('Label', label),
    ...set('Period', period),
    ReturnData: returnData,
    ...set(
      'MetricStat',
      metric && {
        Metric: {
          Namespace: metric.namespace,
          MetricName: metric.metricName,
          Dimensions: dimensionList(metric.dimensions ?? {}),
        },
        Period: metric.period,
        Stat: metric.stat,
        ...set('Unit', metric.unit),
      },
    ),
  };
}

/** A property that is there only with a value: clients read one that is undefined as something else. */
function set<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  // A computed name gives an object of any string's property.
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}
