import { validationError } from '../errors.ts';

/** What CloudWatch calls S, TS and TS[]. */
export type Value = number | TimeSeries | readonly TimeSeries[];

/** One value, or none, for each time of the window that all series of an evaluation share. */
export interface TimeSeries {
  readonly label: string;
  readonly points: readonly Maybe[];
}

export type Maybe = number | undefined;

export function isScalar(value: Value): value is number {
  return typeof value === 'number';
}

export function isArray(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value);
}

/** Applies a function of one series to a series, or to each of an array. */
export function each(value: Value, name: string, change: (points: readonly Maybe[]) => readonly Maybe[]): Value {
  if (isScalar(value)) throw validationError(`${name} takes a time series or an array of them, and not a number.`);
  const changed = (series: TimeSeries) => ({ ...series, points: change(series.points) });
  return isArray(value) ? value.map(changed) : changed(value);
}

/**
 * Operates point by point. A missing value counts as 0 beside one that is there; where both are missing, so is the
 * result, and where the result is no finite number, as after a division by 0, the point is dropped.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-arithmetic
 */
export function combine(left: Value, right: Value, operate: (left: number, right: number) => number): Value {
  const turned = (later: number, earlier: number) => operate(earlier, later);
  if (isScalar(left)) return isScalar(right) ? operate(left, right) : combine(right, left, turned);
  if (isArray(left)) {
    if (!isArray(right)) return left.map((series) => pair(series, right, operate));
    if (left.length !== right.length) throw validationError('Arrays of different lengths cannot be combined.');
    return left.map((series, index) => pair(series, right[index] ?? series, operate));
  }
  return isArray(right) ? right.map((series) => pair(series, left, turned)) : pair(left, right, operate);
}

function pair(
  { label, points }: TimeSeries,
  other: number | TimeSeries,
  operate: (point: number, other: number) => number,
): TimeSeries {
  return {
    label,
    points: points.map((point, index) => {
      const beside = isScalar(other) ? other : other.points[index];
      // A number is no reason for a point where the series has none.
      if (point === undefined && (isScalar(other) || beside === undefined)) return undefined;
      return finite(operate(point ?? 0, beside ?? 0));
    }),
  };
}

export function finite(value: Maybe): Maybe {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

export function present(points: readonly Maybe[]): readonly number[] {
  return points.filter((point) => point !== undefined);
}
