import { z } from 'zod';
import { notLocal, validationError } from '../errors.ts';
import { dimensions, metricName, namespace, unit } from '../input.ts';
import { type Expression, parseExpression } from '../math/expression.ts';
import type { Metric, Unit } from '../metrics/metric.ts';
import { isSimple, type Statistic, statisticOf } from '../metrics/statistic.ts';
import { isPeriod } from '../metrics/window.ts';

/** A metric or an expression, checked and ready to be evaluated. */
export type DataQuery = MetricQuery | ExpressionQuery;

interface Common {
  readonly id: string;
  readonly label: string;
  /** Whether it is wanted itself, or only for what others make of it. */
  readonly returned: boolean;
}

export interface MetricQuery extends Common {
  readonly kind: 'metric';
  readonly metric: Metric;
  readonly periodSeconds: number;
  readonly statistic: Statistic;
  /** Of the values within a period, as percentiles do. */
  readonly needsSpread: boolean;
  readonly unit: Unit | undefined;
}

interface ExpressionQuery extends Common {
  readonly kind: 'expression';
  readonly expression: Expression;
  /** Counts where the expression names no metric. */
  readonly periodSeconds: number | undefined;
}

const metricStat = z.strictObject({
  Metric: z.strictObject({ Namespace: namespace, MetricName: metricName, Dimensions: dimensions }),
  Period: z.int(),
  Stat: z.string(),
  Unit: unit.optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export const metricDataQuery = z.strictObject({
  Id: z
    .string()
    .max(255)
    .regex(/^[a-z]\w*$/, 'an Id begins in lower case and has letters, digits and underscores'),
  MetricStat: metricStat.optional(),
  Expression: z.string().min(1).max(2048).optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
  Period: z.int().optional(),
});

/** Reads the queries of one request. Throws CloudWatch's ValidationException for what it refuses. */
export function queriesOf(given: readonly z.output<typeof metricDataQuery>[]): readonly DataQuery[] {
  const ids = given.map(({ Id }) => Id);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw validationError(`The values for the parameter Id are not unique: ${repeated}.`);
  const labelOf = labels(given);
  return given.map((query, index) => queryOf(query, `MetricDataQueries.member.${index + 1}`, labelOf));
}

type GivenQuery = z.output<typeof metricDataQuery>;
type GivenMetric = NonNullable<GivenQuery['MetricStat']>;

/** A line without a label has its metric's name, with the statistic and the period where the request has several. */
function labels(given: readonly GivenQuery[]): (metric: GivenMetric) => string {
  const metrics = given.flatMap(({ MetricStat }) => MetricStat ?? []);
  const isOne = (values: readonly unknown[]) => new Set(values).size === 1;
  const hasOneStatistic = isOne(metrics.map(({ Stat }) => Stat));
  const hasOnePeriod = isOne(metrics.map(({ Period }) => Period));
  return ({ Metric, Stat, Period }) =>
    [Metric.MetricName, ...(hasOneStatistic ? [] : [Stat]), ...(hasOnePeriod ? [] : [Period])].join(' ');
}

function queryOf(query: GivenQuery, member: string, labelOf: (metric: GivenMetric) => string): DataQuery {
  const { Id: id, MetricStat, Expression, Label, ReturnData: returned, Period } = query;
  if (Label?.includes('${')) throw notLocal(`dynamic labels, such as ${Label}`);
  if (Expression !== undefined && MetricStat === undefined) {
    if (/^\s*SELECT\s/i.test(Expression)) throw notLocal('Metrics Insights queries');
    if (Period !== undefined) validPeriod(Period, `${member}.Period`);
    const expression = parseExpression(Expression);
    return { kind: 'expression', id, label: Label ?? id, returned, expression, periodSeconds: Period };
  }
  if (MetricStat === undefined || Expression !== undefined) {
    throw validationError(`${member} has either MetricStat or Expression, and not both.`);
  }
  const { Namespace, MetricName, Dimensions } = MetricStat.Metric;
  validPeriod(MetricStat.Period, `${member}.MetricStat.Period`);
  const statistic = statisticOf(MetricStat.Stat);
  if (!statistic) throw validationError(`The value for parameter ${member}.MetricStat.Stat is not a valid statistic.`);
  return {
    kind: 'metric',
    id,
    label: Label ?? labelOf(MetricStat),
    returned,
    metric: { namespace: Namespace, name: MetricName, dimensions: Dimensions },
    periodSeconds: MetricStat.Period,
    statistic,
    needsSpread: !isSimple(MetricStat.Stat),
    unit: MetricStat.Unit,
  };
}

export function validPeriod(seconds: number, parameter: string): void {
  if (seconds === 1 || seconds === 5) throw notLocal('periods below 10 seconds');
  if (isPeriod(seconds)) return;
  throw validationError(
    `The value ${seconds} for parameter ${parameter} is not valid: it must be 10, 20, 30 or a multiple of 60 up to 604800.`,
  );
}
