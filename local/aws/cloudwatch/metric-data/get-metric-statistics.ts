import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import { dimensions, epochSeconds, metricName, namespace, timestamp, unit } from '../input.ts';
import type { Unit } from '../metrics/metric.ts';
import type { MetricStore, Point } from '../metrics/metric-store.ts';
import { extendedStatisticOf, type Statistic, simpleStatistics } from '../metrics/statistic.ts';
import { metricWindow } from '../metrics/window.ts';
import { validPeriod } from './metric-data-queries.ts';

const maximumDatapoints = 1440;

const input = z.strictObject({
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: dimensions,
  StartTime: timestamp,
  EndTime: timestamp,
  Period: z.int(),
  Statistics: z
    .array(z.literal(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']))
    .min(1)
    .max(5)
    .optional(),
  ExtendedStatistics: z.array(z.string()).min(1).max(10).optional(),
  Unit: unit.optional(),
});

export function getMetricStatistics(store: MetricStore, now: () => number): Operation {
  return operation(input, ({ Statistics = [], ExtendedStatistics = [], ...request }) => {
    if ((Statistics.length === 0) === (ExtendedStatistics.length === 0)) {
      throw invalidCombination('Exactly one of the parameters Statistics and ExtendedStatistics must be specified.');
    }
    validPeriod(request.Period, 'Period');
    if (request.StartTime >= request.EndTime) {
      throw new AwsError(
        'InvalidParameterValueException',
        'The parameter StartTime must be less than the parameter EndTime.',
      );
    }
    const extended = ExtendedStatistics.map((name) => [name, validStatistic(name)] as const);
    const window = metricWindow(request.StartTime, request.EndTime, request.Period, now(), extended.length > 0);
    // However the start is rounded: 24 hours of minutes are no more than there may be, from any second on.
    const asked = Math.ceil((request.EndTime - request.StartTime) / (request.Period * 1000));
    if (asked > maximumDatapoints) {
      throw invalidCombination(
        `You have requested up to ${asked} datapoints, which exceeds the limit of ${maximumDatapoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    const metric = { namespace: request.Namespace, name: request.MetricName, dimensions: request.Dimensions };
    const byUnit = store.units(metric).filter((known) => request.Unit === undefined || known === request.Unit);
    return {
      Label: request.MetricName,
      // Values of different units are never aggregated together here.
      Datapoints: byUnit.flatMap((known) =>
        store.points(metric, window, known).flatMap((point) => datapoint(point, known, Statistics, extended)),
      ),
    };
  });
}

/** None where an extended statistic was asked for and cannot be had of the values. */
function datapoint(
  { at, values }: Point,
  Unit: Unit,
  simple: readonly (keyof typeof simpleStatistics)[],
  extended: readonly (readonly [string, Statistic])[],
): readonly object[] {
  const known = extended.map(([name, statistic]) => [name, statistic(values)] as const);
  const ExtendedStatistics = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  if (simple.length === 0 && Object.keys(ExtendedStatistics).length === 0) return [];
  return [
    {
      Timestamp: epochSeconds(at),
      ...Object.fromEntries(simple.map((name) => [name, simpleStatistics[name](values)])),
      ...(extended.length > 0 && { ExtendedStatistics }),
      Unit,
    },
  ];
}

function validStatistic(name: string): Statistic {
  const statistic = extendedStatisticOf(name);
  if (statistic) return statistic;
  throw new AwsError(
    'InvalidParameterValueException',
    `The value ${name} for parameter ExtendedStatistics is not supported.`,
  );
}

function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}
