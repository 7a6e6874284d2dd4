import { dimensions, metrics } from '../../function/signals.ts';
import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { secretDaysOf } from '../alarms/secrets.ts';
import { alarmLine, sharedAlarmLine } from '../annotations.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';

/** What deliveries are verified by: the secrets, and the senders' clocks. */
export function secrets(monitored: Monitored, { secretFetchFailures, oldSecrets }: MetricAlarms): Section {
  const { region } = monitored;
  const sources = monitored.sources.map(({ name }) => name);
  return {
    heading: 'Secrets and clocks',
    rows: [
      [
        {
          content: graph({
            title: 'How old are the secrets?',
            region,
            unit: 'days',
            period: 300,
            lines: sources.map((source, index) => ({
              expression: secretDaysOf(`age${index}`),
              metrics: {
                [`age${index}`]: emitted(monitored, metrics.secretAge, 'Maximum', { [dimensions.source]: source }),
              },
              label: source,
            })),
            annotations: sharedAlarmLine(oldSecrets),
          }),
          advice: 'Rotate what is older than your rules allow. A line that falls to zero was rotated: expected?',
          section: 'old-secrets',
        },
        {
          content: graph({
            title: 'How often are secrets fetched, and do fetches fail?',
            region,
            unit: 'fetches in 5 minutes',
            period: 300,
            lines: [
              { metric: emitted(monitored, metrics.secretFetches, 'Sum'), label: 'fetches', color: colors.calm },
              {
                metric: emitted(monitored, metrics.secretRefreshes, 'Sum'),
                label: 'after a wrong signature',
                color: colors.warning,
              },
              { metric: emitted(monitored, metrics.secretFetchFailures, 'Sum'), label: 'failed', color: colors.bad },
              {
                metric: emitted(monitored, metrics.secretProblems, 'Sum'),
                label: 'wrong form',
                color: colors.middle,
              },
            ],
            annotations: [alarmLine(secretFetchFailures)],
          }),
          advice:
            'The line is for failed ones. In the wrong form: all of a source is refused, and the log says what is wrong.',
          section: 'secret-fetch-failures',
        },
        {
          content: graph({
            title: 'How late do deliveries come, by their signed time?',
            region,
            unit: 'ms',
            period: 60,
            lines: sources.flatMap((source, index) => [
              {
                // No percentile: CloudWatch has none of a metric with a negative value, such as of a clock that is ahead.
                metric: emitted(monitored, metrics.age, 'Average', { [dimensions.source]: source }),
                label: `${source} average`,
              },
              {
                metric: emitted(monitored, metrics.age, 'Maximum', { [dimensions.source]: source }),
                label: `${source} latest`,
              },
              {
                expression: `IF(earliest${index} < 0, 0 - earliest${index}, 0)`,
                metrics: {
                  [`earliest${index}`]: emitted(monitored, metrics.age, 'Minimum', { [dimensions.source]: source }),
                },
                label: `${source} clock ahead by`,
              },
            ]),
          }),
          advice:
            'Late: the sender queues or its clock is behind. Ahead: its clock is. Beyond freshnessSeconds it is refused.',
          section: 'late-deliveries',
        },
      ],
    ],
  };
}
