import { validationError } from '../errors.ts';
import { each, finite, isArray, isScalar, type Maybe, present, type TimeSeries, type Value } from './values.ts';

/** What surrounds the parameters of a function. */
export interface ExpressionContext {
  /** Number of points of every series. */
  readonly length: number;
  readonly periodSeconds: number;
}

/** Functions whose parameters are values alone; those with more to know are in evaluate.ts. */
export const functions: Readonly<
  Record<string, (parameters: readonly Value[], surroundings: ExpressionContext) => Value>
> = {
  ABS: (parameters) => each(only('ABS', parameters), 'ABS', (points) => points.map(mapped(Math.abs))),
  CEIL: (parameters) => each(only('CEIL', parameters), 'CEIL', (points) => points.map(mapped(Math.ceil))),
  FLOOR: (parameters) => each(only('FLOOR', parameters), 'FLOOR', (points) => points.map(mapped(Math.floor))),
  DIFF: (parameters) => each(only('DIFF', parameters), 'DIFF', (points) => changes(points, (by) => by)),
  RATE: (parameters, { periodSeconds }) =>
    each(only('RATE', parameters), 'RATE', (points) =>
      changes(points, (by, periods) => by / (periods * periodSeconds)),
    ),
  RUNNING_SUM: (parameters) => each(only('RUNNING_SUM', parameters), 'RUNNING_SUM', runningSum),
  SUM: (parameters) => aggregate('SUM', parameters, sum),
  // Missing values count as 0, for the average over time and over series alike.
  AVG: (parameters) => aggregate('AVG', parameters, (values, of) => sum(values) / of),
  MIN: (parameters) => aggregate('MIN', parameters, (values) => Math.min(...values)),
  MAX: (parameters) => aggregate('MAX', parameters, (values) => Math.max(...values)),
  DATAPOINT_COUNT: (parameters) => aggregate('DATAPOINT_COUNT', parameters, (values) => values.length),
  TIME_SERIES: (parameters, { length }) => {
    const value = only('TIME_SERIES', parameters);
    if (!isScalar(value)) throw validationError('TIME_SERIES takes a number.');
    return { label: '', points: Array<Maybe>(length).fill(finite(value)) };
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions
  IF: ([condition, whenTrue, whenFalse, ...more], { length }) => {
    if (condition === undefined || whenTrue === undefined || more.length > 0) {
      throw validationError('IF takes a condition, a value when it is true and, if wanted, one when it is false.');
    }
    const [test, yes, no] = [condition, whenTrue, whenFalse].map((value) => oneAt(value));
    if (!test || !yes || !no) throw validationError('IF takes numbers and single time series.');
    // What is missing when the condition of that time is true counts as 0.
    const whenMissing = isScalar(condition) ? undefined : 0;
    const points = Array.from({ length }, (_, index) => {
      const holds = test(index);
      if (holds === undefined) return undefined;
      return holds === 0 ? no(index) : (yes(index) ?? whenMissing);
    });
    return { label: '', points };
  },
};

function oneAt(value: Value | undefined): ((index: number) => Maybe) | undefined {
  if (value === undefined) return () => undefined;
  if (isScalar(value)) return () => value;
  return isArray(value) ? undefined : (index) => value.points[index];
}

function only(name: string, parameters: readonly Value[]): Value {
  const [value, ...more] = parameters;
  if (value !== undefined && more.length === 0) return value;
  throw validationError(`${name} takes one parameter.`);
}

/** A number from the points of one series; a series from the points that an array has at each time. */
function aggregate(
  name: string,
  parameters: readonly Value[],
  reduce: (values: readonly number[], of: number) => number,
): Value {
  const value = only(name, parameters);
  if (isScalar(value)) throw validationError(`${name} takes a time series or an array of them, and not a number.`);
  if (isArray(value)) return { label: '', points: acrossSeries(value, reduce) };
  const values = present(value.points);
  return values.length === 0 ? 0 : reduce(values, value.points.length);
}

function acrossSeries(
  array: readonly TimeSeries[],
  reduce: (values: readonly number[], of: number) => number,
): readonly Maybe[] {
  return (array[0]?.points ?? []).map((_, index) => {
    const values = present(array.map(({ points }) => points[index]));
    return values.length === 0 ? undefined : finite(reduce(values, array.length));
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mapped(change: (value: number) => number): (point: Maybe) => Maybe {
  return (point) => (point === undefined ? undefined : finite(change(point)));
}

/** Of each value against the one before it, however many periods ago; the first has none. */
function changes(points: readonly Maybe[], measure: (by: number, periods: number) => number): readonly Maybe[] {
  let before: { readonly value: number; readonly index: number } | undefined;
  return points.map((value, index) => {
    if (value === undefined) return undefined;
    const change = before && finite(measure(value - before.value, index - before.index));
    before = { value, index };
    return change;
  });
}

function runningSum(points: readonly Maybe[]): readonly Maybe[] {
  let total = 0;
  return points.map((point) => {
    if (point === undefined) return undefined;
    total += point;
    return total;
  });
}
