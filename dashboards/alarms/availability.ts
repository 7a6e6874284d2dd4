import { lambda } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How fast the error budget goes: 1 spends a month's in a month. A long window says that it matters, a short one that it
 * goes on, so that an alarm ends soon after its fault.
 * https://sre.google/workbook/alerting-on-slos/ (multiwindow, multi-burn-rate alerts)
 *
 * A period may be any multiple of a minute, and all of an alarm's together a week where they are an hour or longer.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function availability(monitored: Monitored) {
  const { pageFast, pageSlow, ticket } = monitored.thresholds.burnRates;
  return {
    fastLong: burn(monitored, 'failing-deliveries', '1h', pageFast, hour),
    fastShort: burn(monitored, 'failing-deliveries', '5m', pageFast, 5 * minute),
    slowLong: burn(monitored, 'failing-deliveries', '6h', pageSlow, 6 * hour),
    slowShort: burn(monitored, 'failing-deliveries', '30m', pageSlow, 30 * minute),
    budgetLong: burn(monitored, 'spent-budget', '3d', ticket, 3 * day),
    budgetShort: burn(monitored, 'spent-budget', '6h', ticket, 6 * hour),
  } as const satisfies Readonly<Record<string, MetricAlarm>>;
}

/**
 * The senders' requests that got a 5xx or were turned away, in percent of all. Only the numerator is filled: a
 * period without requests has no value, and no fault.
 * @param idSuffix tells the ids apart, where a graph has it more than once
 */
export function failureRate(monitored: Monitored, idSuffix = '') {
  const failures = `FILL(failed${idSuffix}, 0) + FILL(throttled${idSuffix}, 0)`;
  return {
    failures,
    expression: `100 * (${failures}) / requests${idSuffix}`,
    metrics: {
      [`failed${idSuffix}`]: lambda(monitored, 'Url5xxCount', 'Sum'),
      [`throttled${idSuffix}`]: lambda(monitored, 'Throttles', 'Sum'),
      [`requests${idSuffix}`]: lambda(monitored, 'UrlRequestCount', 'Sum'),
    },
  } as const;
}

/**
 * One period as long as the window, which moves on by the minute, and that of three days by the hour. A single failure
 * is no rate: in a quiet night it would be all there is.
 */
function burn<const Section extends 'failing-deliveries' | 'spent-budget', const Window extends string>(
  monitored: Monitored,
  section: Section,
  window: Window,
  rate: number,
  seconds: number,
) {
  const { failures, expression, metrics } = failureRate(monitored);
  return {
    section,
    qualifiers: [window],
    symptom: `Senders get 5xx or 429: over ${window} more often than ${rate} times what the objective allows.`,
    lookFirstAt: 'the reasons of failed deliveries, and whether it began with a deployment',
    metrics,
    expression: `IF(${failures} >= 2, ${expression}, 0)`,
    comparisonOperator: 'GreaterThanThreshold',
    // 14.4 * 0.1 is 1.4400000000000002.
    threshold: Math.round(rate * errorBudget(monitored) * 1e4) / 1e4,
    periodSeconds: seconds,
    datapointsToAlarm: 1,
    evaluationPeriods: 1,
    treatMissingData: 'notBreaching',
  } as const;
}

/** Percent of the deliveries that may fail. */
export function errorBudget({ objectives }: Pick<Monitored, 'objectives'>): number {
  // 100 - 99.9 is 0.09999999999999432.
  return Math.round((100 - objectives.availability) * 1e6) / 1e6;
}
