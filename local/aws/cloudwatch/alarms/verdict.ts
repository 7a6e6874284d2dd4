import type { Maybe } from '../math/values.ts';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export const comparisons = {
  GreaterThanOrEqualToThreshold: { holds: (value, threshold) => value >= threshold, words: 'greater than or equal to' },
  GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
  LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: { holds: (value, threshold) => value <= threshold, words: 'less than or equal to' },
} as const satisfies Readonly<
  Record<string, { readonly holds: (value: number, threshold: number) => boolean; readonly words: string }>
>;

export type Comparison = keyof typeof comparisons;

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** When an alarm is in alarm: `datapointsToAlarm` of the last `evaluationPeriods` points breach the threshold. */
export interface AlarmCondition {
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

export interface Datapoint {
  /** Milliseconds since the epoch: the beginning of its period. */
  readonly at: number;
  readonly value: Maybe;
}

export interface Verdict {
  readonly state: State;
  /** The points it rests on, newest first: no more than `evaluationPeriods`, and none that is missing. */
  readonly evaluated: readonly (Datapoint & { readonly value: number })[];
  /** How many were missing and treated as the rule says. */
  readonly filled: number;
}

/**
 * How many points CloudWatch looks at, so that some may be missing. It does not say how it chooses; this is the number of
 * its examples, in which 3 periods have a range of 5.
 */
export function evaluationRange({ evaluationPeriods }: AlarmCondition): number {
  return evaluationPeriods + 2;
}

/**
 * The state that the points of the evaluation range, oldest first, put an alarm in. A pure function of its parameters.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function verdict(range: readonly Datapoint[], rule: AlarmCondition, current: State): Verdict {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const newestFirst = range.toReversed();
  const evaluated = newestFirst.filter(isPresent).slice(0, evaluationPeriods);
  const filled = evaluationPeriods - evaluated.length;
  const breaching = evaluated.filter(({ value }) => breaches(value, rule)).length;
  const found = (state: State): Verdict => ({ state, evaluated, filled });
  const reaches = (count: number) => found(count >= datapointsToAlarm ? 'ALARM' : 'OK');

  if (filled === 0) return reaches(breaching);
  if (treatMissingData === 'breaching') return reaches(breaching + filled);
  if (treatMissingData === 'notBreaching') return reaches(breaching);
  if (evaluated.length === 0) return found(treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : current);
  // Whatever the missing points were, it would be so.
  if (breaching >= datapointsToAlarm) return found('ALARM');
  if (breaching < evaluated.length) return found('OK');
  // All there is breaches, and it is too little. The next points may not, so it is no alarm until the oldest breach has
  // been followed by nothing better for as long as the alarm wants breaches.
  const oldest = newestFirst.findLastIndex(isPresent);
  return found(treatMissingData === 'missing' && oldest + 1 >= datapointsToAlarm ? 'ALARM' : current);
}

export function breaches(
  value: number,
  { comparison, threshold }: Pick<AlarmCondition, 'comparison' | 'threshold'>,
): boolean {
  return comparisons[comparison].holds(value, threshold);
}

function isPresent(point: Datapoint): point is Datapoint & { readonly value: number } {
  return point.value !== undefined;
}
