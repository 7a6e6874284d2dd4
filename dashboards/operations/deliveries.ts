import { dimensions, metrics, type Reason, statusByReason } from '../../function/signals.ts';
import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { alarmLine } from '../annotations.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';
import { sources } from './sources.ts';

const period = 60;

/** What became of the deliveries. */
export function deliveries(monitored: Monitored, alarms: MetricAlarms): Section {
  const { region } = monitored;
  const unit = 'deliveries a minute';
  return {
    heading: 'Deliveries',
    rows: [
      [
        {
          content: graph({
            title: 'How do deliveries end?',
            region,
            unit,
            period,
            stacked: true,
            lines: [
              { metric: emitted(monitored, metrics.published, 'Sum'), label: 'published', color: colors.good },
              { metric: emitted(monitored, metrics.parked, 'Sum'), label: 'parked (202)', color: colors.middle },
              { metric: emitted(monitored, metrics.duplicate, 'Sum'), label: 'repeated', color: colors.faint },
              { metric: emitted(monitored, metrics.handshake, 'Sum'), label: 'handshakes', color: colors.calm },
              { metric: emitted(monitored, metrics.refused, 'Sum'), label: 'refused (4xx)', color: colors.warning },
              { metric: emitted(monitored, metrics.failed, 'Sum'), label: 'failed (5xx)', color: colors.bad },
            ],
          }),
          advice:
            "Failed is ours to mend at once. Parked is taken: it reaches the bus later. Refused is the sender's: see right.",
          section: 'failing-deliveries',
        },
        {
          content: graph({
            title: 'Why are deliveries refused, or do they fail?',
            region,
            unit,
            period,
            stacked: true,
            lines: reasons.map((reason) => ({
              metric: emitted(monitored, metricOf(reason), 'Sum', { [dimensions.reason]: reason }),
              label: reason,
            })),
          }),
          advice:
            'One reason growing: find its deliveries among the newest refusals below. A reason without any has no line.',
          section: 'refused-deliveries',
        },
        {
          content: graph({
            title: 'What share of deliveries is refused for its signature?',
            region,
            unit: '% of deliveries',
            period: alarms.wrongSignatures.periodSeconds,
            lines: [
              {
                expression: alarms.wrongSignatures.expression,
                metrics: { ...alarms.wrongSignatures.metrics, ...alarms.missedRotation.metrics },
                label: 'not signed by an active secret',
                color: colors.calm,
              },
              {
                expression: alarms.missedRotation.expression,
                metrics: {},
                label: 'the same, of those that came to a signature',
                color: colors.middle,
              },
            ],
            annotations: [alarmLine(alarms.wrongSignatures), alarmLine(alarms.missedRotation)],
          }),
          advice: 'All: a rotation was missed. Many: an attack, or one sender. Zero below 20 deliveries a period.',
          section: 'wrong-signatures',
        },
        {
          content: graph({
            title: 'What share of deliveries is refused for its time?',
            region,
            unit: '% of deliveries',
            period: alarms.staleDeliveries.periodSeconds,
            lines: [
              {
                expression: alarms.staleDeliveries.expression,
                metrics: alarms.staleDeliveries.metrics,
                label: 'stale or early',
                color: colors.calm,
              },
            ],
            annotations: [alarmLine(alarms.staleDeliveries)],
          }),
          advice: "Above the line a sender's clock is off, or old deliveries are replayed. Zero below 20 a period.",
          section: 'stale-deliveries',
        },
      ],
      sources(monitored, alarms),
      [
        {
          content: graph({
            title: 'Which sources repeat deliveries?',
            region,
            unit,
            period,
            stacked: true,
            lines: monitored.sources.map(({ name }) => ({
              metric: emitted(monitored, metrics.duplicate, 'Sum', { [dimensions.source]: name }),
              label: name,
            })),
          }),
          advice: 'Answered as at first and not published again. Many: the sender has no answer in time, or replays.',
          section: 'repeated-deliveries',
        },
        {
          content: graph({
            title: 'How large are the bodies?',
            region,
            unit: 'bytes',
            period,
            lines: [
              { metric: emitted(monitored, metrics.bodySize, 'p50'), label: 'p50', color: colors.calm },
              { metric: emitted(monitored, metrics.bodySize, 'Maximum'), label: 'largest', color: colors.warning },
            ],
          }),
          advice: `Up to ${monitored.maxDeliveryBytes} bytes are taken; larger ones are refused as too-large.`,
          section: 'refused-deliveries',
        },
      ],
    ],
  };
}

// Keys of the record that gives the type of its keys.
const reasons = Object.keys(statusByReason) as readonly Reason[];

function metricOf(reason: Reason) {
  return statusByReason[reason] < 500 ? metrics.refused : metrics.failed;
}
