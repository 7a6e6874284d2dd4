import { metrics } from '../../function/signals.ts';
import { publishAfterFailureLimitMs, publishLimitMs } from '../../function/time-budget.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { MetricAlarms } from '../alarms/alarms.ts';
import { colors } from '../colors.ts';
import type { Panel, Row, Section } from '../layout.ts';
import { emitted, queue, rule } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { commonThreshold, thresholdOf } from '../thresholds.ts';
import { graph } from '../widgets.ts';

/** From the function onto the bus, and from there to the targets. */
export function bus(monitored: Monitored, alarms: MetricAlarms): Section {
  const rules = monitored.rules.length > 0 ? [ruleRow(monitored, alarms), queueRow(monitored, alarms)] : [];
  return { heading: 'Bus, rules and queues', rows: [publication(monitored, alarms), ...rules] };
}

function publication(monitored: Monitored, { publishFailures, publishRetries }: MetricAlarms): Row {
  const { region } = monitored;
  const duration = (stat: 'p50' | 'p99' | 'Maximum') => emitted(monitored, metrics.publishDuration, stat);
  return [
    {
      content: graph({
        title: 'How long does EventBridge take to accept an event?',
        region,
        unit: 'ms',
        period: 60,
        lines: [
          { metric: duration('p50'), label: 'p50', color: colors.good },
          { metric: duration('p99'), label: 'p99', color: colors.calm },
          { metric: duration('Maximum'), label: 'slowest', color: colors.faint },
        ],
      }),
      advice: `Retries included; after ${publishLimitMs / 1000} s a delivery is parked, after ${publishAfterFailureLimitMs} ms when the one before was.`,
      section: 'slow-publications',
    },
    {
      content: graph({
        title: 'Does EventBridge refuse events?',
        region,
        unit: 'a minute',
        period: 60,
        lines: [
          { metric: emitted(monitored, metrics.entryFailures, 'Sum'), label: 'refused entries', color: colors.bad },
          { metric: emitted(monitored, metrics.publishRetries, 'Sum'), label: 'retries', color: colors.warning },
        ],
      }),
      advice:
        "Refused with retries: throttled, and mended by itself. Many: compare with PutEvents' quota of the region.",
      section: 'slow-publications',
    },
    share(
      monitored,
      publishRetries,
      'How many publications are tried again?',
      'Each costs its sender time. Above the line for long: EventBridge throttles, or is about to fail.',
    ),
    share(
      monitored,
      publishFailures,
      'What share of deliveries is parked?',
      'Nothing is lost: the pipe puts them on the bus later. A single one in a minute counts as none.',
    ),
  ];
}

function share(
  { region }: Monitored,
  alarm: Alarm & { readonly expression: string },
  title: string,
  advice: string,
): Panel {
  const { expression, metrics, section, periodSeconds } = alarm;
  return {
    content: graph({
      title,
      region,
      unit: '% of deliveries',
      period: periodSeconds,
      lines: [{ expression, of: metrics, label: section, color: colors.calm }],
      thresholds: [thresholdOf(alarm)],
    }),
    advice,
    section,
  };
}

function ruleRow(monitored: Monitored, { targetFailures }: MetricAlarms): Row {
  const { region, rules } = monitored;
  const drawn = { region, unit: 'events in 5 minutes', period: 300 };
  return [
    {
      content: graph({
        ...drawn,
        title: 'Which rules match?',
        lines: rules.map((each) => ({ metric: rule(monitored, each, 'MatchedEvents'), label: each.name })),
      }),
      advice: 'A rule that matches nothing while deliveries are published has a pattern that fits none of them.',
      section: 'unmatched-events',
    },
    {
      content: graph({
        ...drawn,
        title: 'Which targets are called?',
        lines: rules.map((each) => ({ metric: rule(monitored, each, 'Invocations'), label: each.name })),
      }),
      advice: 'As many as the rule matched, times its targets. Fewer for long: EventBridge is still trying.',
      section: 'target-failures',
    },
    {
      content: graph({
        ...drawn,
        title: 'Which targets fail for good?',
        lines: rules.flatMap((each) => [
          { metric: rule(monitored, each, 'FailedInvocations'), label: `${each.name} failed` },
          { metric: rule(monitored, each, 'InvocationsSentToDlq'), label: `${each.name} put aside` },
          { metric: rule(monitored, each, 'InvocationsFailedToBeSentToDlq'), label: `${each.name} lost` },
        ]),
        thresholds: commonThreshold(targetFailures),
      }),
      advice:
        'No line, no failure: EventBridge reports these only when they are not zero. Lost ones are in the archive.',
      section: 'target-failures',
    },
  ];
}

function queueRow(monitored: Monitored, { deadLetters }: MetricAlarms): Row {
  const { region, rules } = monitored;
  const waitingDead: Panel = {
    content: graph({
      title: 'Do dead letters wait?',
      region,
      unit: 'messages',
      period: 300,
      lines: rules.flatMap(({ name, targets }) =>
        targets.map(({ type, deadLetterQueueName }) => ({
          metric: queue(deadLetterQueueName, 'ApproximateNumberOfMessagesVisible'),
          label: `${name} ${type}`,
        })),
      ),
      thresholds: commonThreshold(deadLetters),
    }),
    advice: 'Mend the target, then send them again. An empty queue that nobody reads reports nothing.',
    section: 'dead-letters',
  };
  const filled = rules.flatMap(({ name, targets }) =>
    targets.flatMap(({ queueName }) => (queueName === undefined ? [] : [{ name, queueName }])),
  );
  if (filled.length === 0) return [waitingDead];
  const consumers = (title: string, unit: string, metric: Parameters<typeof queue>[1], advice: string): Panel => ({
    content: graph({
      title,
      region,
      unit,
      period: 300,
      lines: filled.map(({ name, queueName }) => ({ metric: queue(queueName, metric), label: name })),
    }),
    advice,
    section: 'waiting-messages',
  });
  return [
    consumers(
      'How many messages wait for their consumers?',
      'messages',
      'ApproximateNumberOfMessagesVisible',
      'Growing: the consumer stands still or is too slow.',
    ),
    consumers(
      'How long have messages waited for their consumers?',
      'seconds',
      'ApproximateAgeOfOldestMessage',
      'After 1,209,600 s, a fortnight, SQS deletes a message: start the consumer before.',
    ),
    waitingDead,
  ];
}
