import { dimensions, metrics, type Reason } from '../function/signals.ts';
import { coldStart, deliveries, emitted, lambda, type Measured, queue, rule } from './metrics.ts';
import type { Monitored } from './monitored.ts';
import type { AlarmSection } from './runbook.ts';

/** The one definition of an alarm: infra/ provisions it and graphs draw its threshold. */
export interface Alarm {
  /** Its section of the runbook and, with `of`, its name. */
  readonly section: AlarmSection;
  /** What tells it from the others of its section. */
  readonly of: readonly string[];
  /** What the person who is called should know at once. */
  readonly symptom: string;
  /** By the ids that `expression` names them by. */
  readonly metrics: Readonly<Record<string, Measured>>;
  /** Metric math; without it the one metric is watched as it is. */
  readonly expression?: string;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Of the last `evaluationPeriods`, how many must be beyond the threshold. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
}

/**
 * Where there are no data there was no delivery, no cold start or, of metrics that appear only when they are not zero,
 * no fault: nothing that anyone should be called for.
 */
export const treatMissingData = 'notBreaching';

export type Alarms = ReturnType<typeof alarmsOf>;

export function alarmsOf(monitored: Monitored) {
  const { objectives, reservedConcurrency, rules, parking } = monitored;
  const unsigned = (reason: Reason) => emitted(monitored, metrics.refused, 'Sum', { [dimensions.reason]: reason });

  return {
    /**
     * Of the senders' requests those that got a 5xx or were turned away, at the rate that spends a fiftieth of a month's
     * error budget in an hour. Only the numerator is filled: a minute without requests has no value, and no fault.
     * https://sre.google/workbook/alerting-on-slos/
     */
    failingDeliveries: {
      section: 'failing-deliveries',
      of: [],
      symptom: 'Deliveries that were right are not published: senders get 5xx or 429, and most do not try again.',
      metrics: {
        failed: lambda(monitored, 'Url5xxCount', 'Sum'),
        throttled: lambda(monitored, 'Throttles', 'Sum'),
        requests: lambda(monitored, 'UrlRequestCount', 'Sum'),
      },
      expression: '100 * (FILL(failed, 0) + FILL(throttled, 0)) / requests',
      comparison: 'GreaterThanThreshold',
      threshold: Math.round(14.4 * errorBudget(monitored) * 1e4) / 1e4,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    /** A quarter of an hour, because one cold start is the p99 of every period with fewer than a hundred deliveries. */
    slowAnswers: {
      section: 'slow-answers',
      of: [],
      symptom: 'One sender in a hundred waits longer than the objective; most hang up after 5 s.',
      metrics: { latency: lambda(monitored, 'UrlRequestLatency', 'p99') },
      comparison: 'GreaterThanThreshold',
      threshold: objectives.latencyMs,
      periodSeconds: 300,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
    },
    /**
     * A fifth is more than strangers who try the door make, and what a sender makes whose secret was rotated on one side
     * only. Below 20 deliveries in a period a few strangers would be a large share.
     */
    wrongSignatures: {
      section: 'wrong-signatures',
      of: [],
      symptom: 'A large share of deliveries is refused for its signature: a secret differs between sender and stack.',
      metrics: {
        wrong: unsigned('wrong-signature'),
        malformed: unsigned('malformed-signature'),
        unset: unsigned('no-secret'),
        deliveries: deliveries(monitored),
      },
      expression: 'IF(deliveries >= 20, 100 * (FILL(wrong, 0) + FILL(malformed, 0) + FILL(unset, 0)) / deliveries, 0)',
      comparison: 'GreaterThanThreshold',
      threshold: 20,
      periodSeconds: 300,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
    },
    /** The handler answers whatever a sender can send, so every error is a fault; one alone may be a lost host. */
    functionErrors: {
      section: 'function-errors',
      of: [],
      symptom: 'The function crashes or runs out of time or memory; senders get 502.',
      metrics: { errors: lambda(monitored, 'Errors', 'Sum') },
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: 2,
      evaluationPeriods: 5,
    },
    /** A delivery that was turned away is lost where the sender tries once. */
    throttledDeliveries: {
      section: 'throttled-deliveries',
      of: [],
      symptom: 'Deliveries are turned away with 429: more come at once than the reserved concurrency takes.',
      metrics: { throttles: lambda(monitored, 'Throttles', 'Sum') },
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: 2,
      evaluationPeriods: 5,
    },
    /** Before deliveries are turned away, and after a burst has had its five minutes. */
    concurrencyNearCap: {
      section: 'concurrency-near-cap',
      of: [],
      symptom: 'More than 80 % of the reserved concurrency is in use: soon deliveries are turned away.',
      metrics: { concurrency: lambda(monitored, 'ConcurrentExecutions', 'Maximum') },
      comparison: 'GreaterThanThreshold',
      threshold: 0.8 * reservedConcurrency,
      periodSeconds: 60,
      datapointsToAlarm: 5,
      evaluationPeriods: 5,
    },
    /** Hours, because cold starts are rare; p90, because of a handful any higher percentile is the slowest. */
    slowColdStarts: {
      section: 'slow-cold-starts',
      of: [],
      symptom: 'Cold starts that senders wait for take longer than their budget.',
      metrics: { total: coldStart(monitored, 'total', 'p90') },
      comparison: 'GreaterThanThreshold',
      threshold: objectives.coldStartMs,
      periodSeconds: 3_600,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    /** Cached secrets stay in use meanwhile, so one fetch may fail; a new environment has none and answers 503. */
    secretFetchFailures: {
      section: 'secret-fetch-failures',
      of: [],
      symptom: 'Secrets Manager does not answer: rotations are not noticed and new environments answer 503.',
      metrics: { failures: emitted(monitored, metrics.secretFetchFailures, 'Sum') },
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
    },
    /** EventBridge has tried for a day by then, or knows that trying is useless: each is one too many. */
    targetFailures: rules.map((each) => ({
      section: 'target-failures' as const,
      of: [each.name],
      symptom: `EventBridge gave up on events for a target of the rule ${each.name}.`,
      metrics: { failed: rule(monitored, each, 'FailedInvocations') },
      comparison: 'GreaterThanOrEqualToThreshold' as const,
      threshold: 1,
      periodSeconds: 300,
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    })),
    /** Kept for a fortnight and then gone, so each is one too many. */
    deadLetters: rules.flatMap((each) =>
      each.targets.map(({ type, deadLetterQueueName }) => ({
        section: 'dead-letters' as const,
        of: [each.name, type],
        symptom: `Events that the ${type} of the rule ${each.name} did not get lie in its dead-letter queue.`,
        metrics: { waiting: queue(deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
        comparison: 'GreaterThanOrEqualToThreshold' as const,
        threshold: 1,
        periodSeconds: 300,
        datapointsToAlarm: 1,
        evaluationPeriods: 1,
      })),
    ),
    /**
     * For five minutes never empty. Not by the age of the oldest: SQS leaves out of it what was received three times or
     * more and not deleted, which is just what a parked delivery that the bus refuses has been.
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
     */
    parkedDeliveries: {
      section: 'parked-deliveries',
      of: [],
      symptom: 'Deliveries that senders were told are taken have waited for five minutes and are not on the bus yet.',
      metrics: {
        waiting: queue(parking.queueName, 'ApproximateNumberOfMessagesVisible'),
        moving: queue(parking.queueName, 'ApproximateNumberOfMessagesNotVisible'),
      },
      expression: 'waiting + moving',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: 5,
      evaluationPeriods: 5,
    },
    /** The bus has refused each for an hour by then, and after a fortnight it is gone. */
    parkedDeadLetters: {
      section: 'parked-dead-letters',
      of: [],
      symptom:
        'The bus refuses deliveries that senders were told are taken; they lie in the parking dead-letter queue.',
      metrics: { waiting: queue(parking.deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 300,
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
    },
  } as const satisfies Readonly<Record<string, Alarm | readonly Alarm[]>>;
}

/** Percent of the deliveries that may fail. */
export function errorBudget({ objectives }: Pick<Monitored, 'objectives'>): number {
  // 100 - 99.9 is 0.09999999999999432.
  return Math.round((100 - objectives.availability) * 1e6) / 1e6;
}
