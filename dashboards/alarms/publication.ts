import { metrics } from '../../function/signals.ts';
import { deliveries, emitted, queue, rule } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { Alarm } from './alarm.ts';

/** From a verified delivery to the targets of the bus. */
export function publication(monitored: Monitored) {
  const { parking, rules, thresholds } = monitored;
  return {
    /** Nothing is lost, but consumers wait. A handful is EventBridge's bad second. */
    publishFailures: {
      section: 'publish-failures',
      of: [],
      symptom: 'EventBridge does not take deliveries: they are parked, and reach consumers late.',
      first: "EventBridge's health, and the error codes of parked deliveries",
      metrics: { parked: emitted(monitored, metrics.parked, 'Sum'), deliveries: deliveries(monitored) },
      expression: 'IF(parked >= 2, 100 * parked / deliveries, 0)',
      comparison: 'GreaterThanThreshold',
      threshold: thresholds.parkedPercent,
      periodSeconds: 60,
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
      missing: 'notBreaching',
    },
    /** Each costs the sender time, and a bus that refuses half will soon refuse all. */
    publishRetries: {
      section: 'publish-retries',
      of: [],
      symptom: 'EventBridge takes deliveries only at the second or a later try: senders wait longer.',
      first: "EventBridge's health and the account's quota of PutEvents",
      metrics: { retries: emitted(monitored, metrics.publishRetries, 'Sum'), deliveries: deliveries(monitored) },
      expression: '100 * retries / deliveries',
      comparison: 'GreaterThanThreshold',
      threshold: thresholds.retriedPercent,
      periodSeconds: 60,
      datapointsToAlarm: 5,
      evaluationPeriods: 10,
      missing: 'notBreaching',
    },
    /**
     * The pipe moves a message within seconds of its parking, or of the bus accepting again. Not by the age of the oldest:
     * SQS leaves out of it what was received three times or more and not deleted, which is just what a parked delivery
     * that the bus refuses has been.
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
     */
    parkedDeliveries: {
      section: 'parked-deliveries',
      of: [],
      symptom: `Deliveries that senders were told are taken have waited for ${thresholds.parkedMinutes} minutes and are not on the bus yet.`,
      first: 'the state of the pipe',
      metrics: {
        waiting: queue(parking.queueName, 'ApproximateNumberOfMessagesVisible'),
        moving: queue(parking.queueName, 'ApproximateNumberOfMessagesNotVisible'),
      },
      expression: 'waiting + moving',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 60,
      datapointsToAlarm: thresholds.parkedMinutes,
      evaluationPeriods: thresholds.parkedMinutes,
      missing: 'notBreaching',
    },
    /** Refused for an hour, and nobody tries again: each is one too many. */
    parkedDeadLetters: {
      section: 'parked-dead-letters',
      of: [],
      symptom: 'The bus has refused parked deliveries for good: they wait in the dead-letter queue for a person.',
      first: 'why the bus refuses them',
      metrics: { waiting: queue(parking.deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
      ...anyAtAll,
    },
    /** EventBridge has tried for a day by then, or knows that trying is useless: each is one too many. */
    targetFailures: rules.map((each) => ({
      section: 'target-failures' as const,
      of: [each.name],
      symptom: `EventBridge gave up on events for a target of the rule ${each.name}.`,
      first: "the error code on the dead letters, and the target's policy",
      metrics: { failed: rule(monitored, each, 'FailedInvocations') },
      ...anyAtAll,
    })),
    /** Kept for a fortnight and then gone, so each is one too many. */
    deadLetters: rules.flatMap((each) =>
      each.targets.map(({ type, deadLetterQueueName }) => ({
        section: 'dead-letters' as const,
        of: [each.name, type],
        symptom: `Events that the ${type} of the rule ${each.name} did not get lie in its dead-letter queue.`,
        first: "the error code on the dead letters, and the target's policy",
        metrics: { waiting: queue(deadLetterQueueName, 'ApproximateNumberOfMessagesVisible') },
        ...anyAtAll,
      })),
    ),
  } as const satisfies Readonly<Record<string, Alarm | readonly Alarm[]>>;
}

const anyAtAll = {
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  periodSeconds: 300,
  datapointsToAlarm: 1,
  evaluationPeriods: 1,
  missing: 'notBreaching',
} as const;
