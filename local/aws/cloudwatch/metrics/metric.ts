/** What tells one metric from another. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

export type Dimensions = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const units = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const;

export type Unit = (typeof units)[number];

/** Ahead of every number that comes in: NaN, the infinities and what is beyond 2^360 are refused by PutMetricData. */
export function isMetricValue(value: number): boolean {
  return Math.abs(value) <= 2 ** 360;
}

/** The order in which a metric's dimensions are given says nothing. Made for every value, so it is cheap. */
export function metricIdentity({ namespace, name, dimensions }: Metric): string {
  let key = `${namespace}\0${name}`;
  for (const dimension of Object.keys(dimensions).sort()) key += `\0${dimension}\0${dimensions[dimension]}`;
  return key;
}
