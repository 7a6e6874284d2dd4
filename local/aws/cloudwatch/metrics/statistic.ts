import type { Bin, Distribution } from './distribution.ts';

/** undefined when CloudWatch has no data point for want of values, or of knowing their spread. */
export type Statistic = (values: Distribution) => number | undefined;

export const simpleStatistics = {
  SampleCount: ({ sampleCount }) => sampleCount,
  Average: ({ sum, sampleCount }) => sum / sampleCount,
  Sum: ({ sum }) => sum,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
} as const satisfies Readonly<Record<string, (values: Distribution) => number>>;

/**
 * The statistic of that name, undefined when CloudWatch has no such: SampleCount, Average, Sum, Minimum, Maximum, p95,
 * tm99, wm98, tc90, ts90, IQM, TM(2%:98%), WM(:95%), TC(0.005:0.030), TS(80%:), PR(:300).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statisticOf(name: string): Statistic | undefined {
  if (isSimple(name)) return whenAny(simpleStatistics[name]);
  return extendedStatisticOf(name);
}

/** As `statisticOf`, without the five that GetMetricStatistics takes by another parameter. */
export function extendedStatisticOf(name: string): Statistic | undefined {
  const measure = measureOf(name);
  return measure && whenAny((values) => (values.spreadIsKnown ? measure(values) : undefined));
}

/** Whether counts, sums and extremes are all that it needs. */
export function isSimple(name: string): name is keyof typeof simpleStatistics {
  return Object.hasOwn(simpleStatistics, name);
}

function whenAny(statistic: Statistic): Statistic {
  return (values) => (values.sampleCount > 0 ? statistic(values) : undefined);
}

const single = /^(p|tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/;
const ranged = /^(TM|WM|TC|TS|PR)\((?:(\d+(?:\.\d{1,10})?)(%?))?:(?:(\d+(?:\.\d{1,10})?)(%?))?\)$/;

type Measure = (values: Distribution) => number | undefined;

function measureOf(name: string): Measure | undefined {
  if (name === 'IQM') return measureOf('TM(25%:75%)');
  const [, kind = '', percent] = single.exec(name) ?? [];
  if (percent !== undefined) {
    if (Number(percent) > 100) return undefined;
    return kind === 'p'
      ? (values) => percentile(values, Number(percent))
      : measureOf(`${kind.toUpperCase()}(:${percent}%)`);
  }
  const [, range, low, lowSign, high, highSign] = ranged.exec(name) ?? [];
  if (range === undefined || (low ?? high) === undefined) return undefined;
  const signs = [low === undefined ? undefined : lowSign, high === undefined ? undefined : highSign];
  const isPercent = signs.includes('%');
  // Both ends are percentages or neither is, and a percentile rank is of values.
  if (isPercent && (signs.includes('') || range === 'PR')) return undefined;
  const bounds = {
    low: Number(low ?? 0),
    high: high === undefined ? (isPercent ? 100 : Number.MAX_VALUE) : Number(high),
  };
  if (bounds.low > bounds.high || (isPercent && bounds.high > 100)) return undefined;
  const hasLow = low !== undefined;
  const within: Within = isPercent ? withinPercent(bounds) : withinValues(bounds, hasLow);
  return ranges[range as keyof typeof ranges](within);
}

/** What of the bins lies in the range, what below and what above, and the values at its ends. */
type Within = (values: Distribution) => {
  readonly inside: readonly Bin[];
  readonly below: number;
  readonly above: number;
  readonly edges: readonly [number, number];
};

const ranges: Readonly<Record<'TM' | 'WM' | 'TC' | 'TS' | 'PR', (within: Within) => Measure>> = {
  TM: (within) => (values) => {
    const { inside } = within(values);
    return inside.length === 0 ? undefined : sumOf(inside) / countOf(inside);
  },
  WM: (within) => (values) => {
    const { inside, below, above, edges } = within(values);
    return (sumOf(inside) + below * edges[0] + above * edges[1]) / values.sampleCount;
  },
  TC: (within) => (values) => countOf(within(values).inside),
  TS: (within) => (values) => sumOf(within(values).inside),
  PR: (within) => (values) => (100 * countOf(within(values).inside)) / values.sampleCount,
};

/** The smallest value that `percent` of the values do not exceed. CloudWatch does not say how it interpolates. */
function percentile(values: Distribution, percent: number): number {
  if (percent === 0) return values.minimum;
  if (percent === 100) return values.maximum;
  // A binary fraction such as 0.07 · 100 must not reach for the next value.
  const rank = (percent / 100) * values.sampleCount - 1e-9;
  let seen = 0;
  for (const { value, count } of values.bins()) {
    seen += count;
    if (seen >= rank) return clamp(value, values);
  }
  return values.maximum;
}

/** A value at an end of the range counts with the part of it that the percentage takes. */
function withinPercent({ low, high }: { readonly low: number; readonly high: number }): Within {
  return (values) => {
    const from = (low / 100) * values.sampleCount;
    const to = (high / 100) * values.sampleCount;
    let seen = 0;
    const inside = values.bins().flatMap(({ value, count }) => {
      const taken = Math.min(seen + count, to) - Math.max(seen, from);
      seen += count;
      return taken > 1e-9 ? [{ value, count: taken }] : [];
    });
    const edges = [percentile(values, low), percentile(values, high)] as const;
    return { inside, below: from, above: values.sampleCount - to, edges };
  };
}

/** Without the lower end and with the upper one. */
function withinValues({ low, high }: { readonly low: number; readonly high: number }, hasLow: boolean): Within {
  return (values) => {
    const bins = values.bins();
    const isBelow = ({ value }: Bin) => hasLow && value <= low;
    return {
      inside: bins.filter((bin) => !isBelow(bin) && bin.value <= high),
      below: countOf(bins.filter(isBelow)),
      above: countOf(bins.filter(({ value }) => value > high)),
      edges: [low, high],
    };
  };
}

function countOf(bins: readonly Bin[]): number {
  return bins.reduce((total, { count }) => total + count, 0);
}

function sumOf(bins: readonly Bin[]): number {
  return bins.reduce((total, { value, count }) => total + value * count, 0);
}

function clamp(value: number, { minimum, maximum }: Distribution): number {
  return Math.min(Math.max(value, minimum), maximum);
}
