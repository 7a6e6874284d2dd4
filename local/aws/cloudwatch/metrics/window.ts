/** Points in time that follow each other in even steps, all in milliseconds since the epoch. */
export interface MetricWindow {
  /** Of the first point. */
  readonly start: number;
  /** The last point is before it. */
  readonly end: number;
  readonly periodMs: number;
  /** Of the aggregates that the points are made of. */
  readonly tier: Tier;
}

/** Aggregates of one width, and for how long they are kept. */
export interface Tier {
  readonly widthMs: number;
  readonly keptMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * CloudWatch keeps minutes for 15 days, five minutes for 63 and hours for 455; a local run keeps less, so that its memory
 * stays flat. It keeps 10 seconds of every metric, where CloudWatch has less than a minute of high-resolution metrics
 * alone: who watches a laptop looks at minutes, and wants to see the last one grow.
 */
export const tiers = [
  { widthMs: 10 * second, keptMs: 15 * minute },
  { widthMs: minute, keptMs: 3 * hour },
  { widthMs: 5 * minute, keptMs: day },
  { widthMs: hour, keptMs: 22 * day },
] as const satisfies readonly Tier[];

/**
 * Beside them every minute's count, sum, minimum and maximum, which is all that most statistics need: an alarm whose
 * periods are a day together looks up to three days back, and its window moves on every minute.
 */
export const minuteTotals: Tier = { widthMs: minute, keptMs: 3 * day + hour };

/** 10, 20, 30 and the multiples of 60 up to a week, which an alarm may have; CloudWatch has 1 and 5 too. */
export function isPeriod(seconds: number): boolean {
  return [10, 20, 30].includes(seconds) || (seconds >= 60 && seconds <= 604_800 && seconds % 60 === 0);
}

/**
 * As CloudWatch rounds a start: to the division of the minute that a period below a minute makes, otherwise to a minute,
 * or to 5 minutes or an hour where the start is older than what is kept of finer ones. Points follow from there: a
 * period of an hour that starts at 12:17 ends at 13:17.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * @param needsSpread whether percentiles and their like are wanted, which take more than totals
 */
export function metricWindow(
  start: number,
  end: number,
  periodSeconds: number,
  now: number,
  needsSpread: boolean,
): MetricWindow {
  const periodMs = periodSeconds * second;
  if (!needsSpread && periodMs >= minute && now - start <= minuteTotals.keptMs) {
    return { start: Math.floor(start / minute) * minute, end, periodMs, tier: minuteTotals };
  }
  const fitting = tiers.filter(({ widthMs }) => periodMs % widthMs === 0);
  const finest =
    periodMs < minute ? fitting[0] : fitting.find(({ widthMs, keptMs }) => widthMs >= minute && now - start <= keptMs);
  const rounding = periodMs < minute ? periodMs : (finest ?? fitting.at(-1) ?? tiers[0]).widthMs;
  const rounded = Math.floor(start / rounding) * rounding;
  // The widest that its edges fit: the same values from fewer aggregates, that are kept for longer.
  const tier = fitting.findLast(({ widthMs }) => rounded % widthMs === 0) ?? tiers[0];
  return { start: rounded, end, periodMs, tier };
}

/** When each point of the window begins. */
export function timesOf({ start, end, periodMs }: MetricWindow): readonly number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / periodMs)) },
    (_, index) => start + index * periodMs,
  );
}

/**
 * The latest end of whole aggregates for a range of that length: at a whole minute, or at 5 minutes or an hour where the
 * range reaches further back than minutes or five minutes are kept.
 */
export function latestWholeEnd(rangeMs: number, periodSeconds: number, now: number): number {
  const fitting = tiers.filter(({ widthMs }) => (periodSeconds * second) % widthMs === 0);
  const least = Math.min(minute, periodSeconds * second);
  const finest = fitting.find(({ widthMs, keptMs }) => widthMs >= least && rangeMs + widthMs <= keptMs);
  const width = periodSeconds < 60 ? periodSeconds * second : (finest ?? fitting.at(-1) ?? tiers[0]).widthMs;
  return Math.floor(now / width) * width;
}
