import { metrics } from '../../function/signals.ts';
import { publishLimitMs, senderPatienceMs } from '../../function/time-budget.ts';
import type { MetricAlarms } from '../alarms/alarms.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { emitted, queue } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { thresholdOf } from '../thresholds.ts';
import { graph } from '../widgets.ts';

/** Deliveries that the bus did not take, and whether it has them by now. */
export function parking(monitored: Monitored, { parkedDeliveries, parkedDeadLetters }: MetricAlarms): Section {
  const { region } = monitored;
  const { queueName } = monitored.parking;
  const duration = (stat: 'p50' | 'Maximum') => emitted(monitored, metrics.parkDuration, stat);
  return {
    heading: 'Parking',
    rows: [
      [
        {
          content: graph({
            title: 'How many parked deliveries wait for the bus?',
            region,
            unit: 'deliveries',
            period: 60,
            lines: [
              {
                expression: parkedDeliveries.expression,
                of: parkedDeliveries.metrics,
                label: 'waiting, or with the pipe',
                color: colors.calm,
              },
            ],
            thresholds: [thresholdOf(parkedDeliveries)],
          }),
          advice: 'The pipe takes each within seconds once the bus accepts. Not falling: see whether the pipe runs.',
          section: 'parked-deliveries',
        },
        {
          content: graph({
            title: 'How long has the oldest parked delivery waited?',
            region,
            unit: 'seconds',
            period: 60,
            lines: [{ metric: queue(queueName, 'ApproximateAgeOfOldestMessage'), label: 'oldest', color: colors.calm }],
          }),
          advice: 'So late are consumers. SQS leaves out what it handed over three times or more: see how many wait.',
          section: 'parked-deliveries',
        },
        {
          content: graph({
            title: 'Does the bus refuse parked deliveries for good?',
            region,
            unit: 'deliveries',
            period: 300,
            lines: [
              { metric: parkedDeadLetters.metrics.waiting, label: 'in the dead-letter queue', color: colors.bad },
            ],
            thresholds: [thresholdOf(parkedDeadLetters)],
          }),
          advice: 'Refused for an hour each. Mend what refuses them, then send them back to the pipe.',
          section: 'parked-dead-letters',
        },
        {
          content: graph({
            title: 'How long does it take to park a delivery?',
            region,
            unit: 'ms',
            period: 60,
            lines: [
              { metric: duration('p50'), label: 'p50', color: colors.calm },
              { metric: duration('Maximum'), label: 'slowest', color: colors.faint },
            ],
          }),
          advice: `The sender waits for it after the bus has failed: with the ${publishLimitMs / 1000} s of that, ${senderPatienceMs / 1000} s is where it hangs up.`,
          section: 'parked-deliveries',
        },
      ],
    ],
  };
}
