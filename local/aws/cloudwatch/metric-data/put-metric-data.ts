import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import { dimensions, metricName, namespace, timestamp, unit } from '../input.ts';
import type { StatisticSet } from '../metrics/distribution.ts';
import { isMetricValue } from '../metrics/metric.ts';
import { type MetricStore, maximumFutureMs, maximumPastMs } from '../metrics/metric-store.ts';

const value = z.number().refine(isMetricValue, 'a value lies between -2^360 and 2^360');
const count = z.number().positive();

const statisticSet = z
  .strictObject({ SampleCount: count, Sum: value, Minimum: value, Maximum: value })
  .refine(({ Minimum, Maximum }) => Minimum <= Maximum, 'Minimum is not above Maximum');

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const datum = z.strictObject({
  MetricName: metricName,
  Dimensions: dimensions,
  Timestamp: timestamp.optional(),
  Value: value.optional(),
  Values: z.array(value).min(1).max(150).optional(),
  Counts: z.array(count).min(1).max(150).optional(),
  StatisticValues: statisticSet.optional(),
  Unit: unit.default('None'),
  // Every metric is kept at the same resolution here.
  StorageResolution: z.literal([1, 60]).optional(),
});

const input = z.strictObject({ Namespace: namespace, MetricData: z.array(datum).max(1000) });

/** Everything in a request is stored, or nothing of it. */
export function putMetricData(store: MetricStore, now: () => number): Operation {
  return operation(input, ({ Namespace, MetricData }) => {
    if (Namespace.startsWith('AWS/')) {
      throw invalidValue(`The value ${Namespace} for parameter Namespace is invalid: AWS's own services write there.`);
    }
    const data = MetricData.map((given, index) => {
      const member = `MetricData.member.${index + 1}`;
      return { given, sets: setsOf(given, member), at: validTime(given.Timestamp ?? now(), now(), member) };
    });
    for (const { given, sets, at } of data) {
      const metric = { namespace: Namespace, name: given.MetricName, dimensions: given.Dimensions };
      for (const set of sets) store.record({ metric, unit: given.Unit, at, set });
    }
    return {};
  });
}

function setsOf({ Value, Values, Counts, StatisticValues }: z.output<typeof datum>, member: string) {
  const given = [Value, Values, StatisticValues].filter((one) => one !== undefined).length;
  if (given === 0) {
    throw new AwsError(
      'MissingRequiredParameterException',
      `At least one of the parameters ${member}.Values, ${member}.StatisticValues, or ${member}.Value must be specified.`,
    );
  }
  // CloudWatch takes the other two together, and does not say what becomes of them. Here the statistics count.
  const beside = Values !== undefined ? 'Values' : 'StatisticValues';
  if (given > 1 && Value !== undefined) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      `The parameters ${member}.Value and ${member}.${beside} are mutually exclusive and you have specified both.`,
    );
  }
  if (StatisticValues) return [setOf(StatisticValues)];
  if (Counts !== undefined && Counts.length !== Values?.length) {
    throw invalidValue(`The parameters ${member}.Values and ${member}.Counts must be of the same size.`);
  }
  return (Values ?? [Value ?? 0]).map((one, index) => equalValues(one, Counts?.[index] ?? 1));
}

function setOf({ SampleCount, Sum, Minimum, Maximum }: z.output<typeof statisticSet>): StatisticSet {
  return { sampleCount: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum };
}

function equalValues(value: number, count: number): StatisticSet {
  return { sampleCount: count, sum: value * count, minimum: value, maximum: value };
}

function validTime(at: number, now: number, member: string): number {
  if (at > now + maximumFutureMs) {
    throw invalidValue(`The parameter ${member}.Timestamp must specify a time no more than two hours in the future.`);
  }
  if (at >= now - maximumPastMs) return at;
  throw invalidValue(`The parameter ${member}.Timestamp must specify a time within the past two weeks.`);
}

function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
