import { metrics } from '../../function/signals.ts';
import { deliveries, emitted, queue, rule } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';
import { onceInFiveMinutes } from './evaluation.ts';

/** From a verified delivery to the targets of the bus. */
export function publication(monitored: Monitored) {
  const { parking, rules, thresholds } = monitored;
  return {
    /** Nothing is lost, but consumers wait. A handful is EventBridge's bad second. */
    publishFailures: {
      section: 'publish-failures',
      qualifiers: [],
      symptom: 'EventBridge does not take deliveries: they are parked, and reach consumers late.',
      lookFirstAt: "EventBridge's health, and the error codes of parked deliveries",
      metrics: { parked: emitted(monitored, metrics.parked, 'Sum'), deliveries: deliveries(monitored) },
      expression: 'IF(parked >= 2, 100 * parked / deliveries, 0)',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: thresholds.parkedPercent,
      periodSeconds: 60,
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
      treatMissingData: 'notBreaching',
    },
    /** Each costs the sender time, and a bus that refuses half will soon refuse all. */
    publishRetries: {
      section: 'publish-retries',
      qualifiers: [],
      symptom: 'EventBridge takes deliveries only at the second or a later try: senders wait longer.',
      lookFirstAt: "EventBridge's health and the account's quota of PutEvents",
      metrics: { retries: emitted(monitored, metrics.publishRetries, 'Sum'), deliveries: deliveries(monitored) },
      expression: '100 * retries / deliveries',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: thresholds.retriedPercent,
      periodSeconds: 60,
      datapointsToAlarm: 5,
      evaluationPeriods: 10,
      treatMissingData: 'notBreaching',
    },
    /**
     * The pipe moves a message within seconds of its parking, or of the bus accepting again. Not by the age of the oldest:
     * SQS leaves out of it what was received three times or more and not deleted, which is just what a parked delivery
     * that the bus refuses has been.
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
     */
    parkedDeliveries: {
      section: 'parked-deliveries',
      qualifiers: [],
      symptom: `Deliveries that senders were told are taken have waited for ${thresholds.parkedMinutes} minutes and are not on the bus yet.`,
      lookFirstAt: 'the state of the pipe',
      metrics: {
        waiting: queue(parking.queueName, 'ApproximateNumberOfMessagesVisible'),
        moving: queue(parking.queueName, 'ApproximateNumberOfMessagesNotVisible'),
      },
      expression: 'waiting + moving',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: thresholds.parkedMinutes,
      evaluationPeriods: thresholds.parkedMinutes,
      treatMissingData: 'notBreaching',
    },
    /** Refused for an hour, and nobody tries again: each is one too many. */
    parkedDeadLetters: {
      section: 'parked-dead-letters',
      qualifiers: [],
      symptom: 'The bus has refused parked deliveries for good: they wait in the dead-letter queue for a person.',
      lookFirstAt: 'why the bus refuses them',
      metrics: { waiting: queue(parking.deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
      ...onceInFiveMinutes,
    },
    /** EventBridge has tried for a day by then, or knows that trying is useless: each is one too many. */
    targetFailures: rules.map(
      (each) =>
        ({
          section: 'target-failures',
          qualifiers: [each.name],
          symptom: `EventBridge gave up on events for a target of the rule ${each.name}.`,
          lookFirstAt: "the error code on the dead letters, and the target's policy",
          metrics: { failed: rule(monitored, each, 'FailedInvocations') },
          ...onceInFiveMinutes,
        }) as const,
    ),
    /** Kept for a fortnight and then gone, so each is one too many. */
    deadLetters: rules.flatMap((each) =>
      each.targets.map(
        ({ type, deadLetterQueueName }) =>
          ({
            section: 'dead-letters',
            qualifiers: [each.name, type],
            symptom: `Events that the ${type} of the rule ${each.name} did not get lie in its dead-letter queue.`,
            lookFirstAt: "the error code on the dead letters, and the target's policy",
            metrics: { waiting: queue(deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
            ...onceInFiveMinutes,
          }) as const,
      ),
    ),
  } as const satisfies Readonly<Record<string, MetricAlarm | readonly MetricAlarm[]>>;
}
