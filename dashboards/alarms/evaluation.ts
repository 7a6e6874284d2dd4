import type { Evaluation } from './alarm.ts';

const anyAtAll = {
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  treatMissingData: 'notBreaching',
} as const;

/** Each is one too many. */
export const onceInFiveMinutes = {
  ...anyAtAll,
  periodSeconds: 300,
  datapointsToAlarm: 1,
  evaluationPeriods: 1,
} as const satisfies Evaluation;

/** Two minutes of five: one may be chance, and two in a row would miss what comes and goes. */
export const twoMinutesOfFive = {
  ...anyAtAll,
  periodSeconds: 60,
  datapointsToAlarm: 2,
  evaluationPeriods: 5,
} as const satisfies Evaluation;

/** Two of three periods of five minutes, for what shows only now and then while it lasts. */
export const twoPeriodsOfThree = {
  ...anyAtAll,
  periodSeconds: 300,
  datapointsToAlarm: 2,
  evaluationPeriods: 3,
} as const satisfies Evaluation;
