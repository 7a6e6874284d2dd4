import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { alarmLine } from '../annotations.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';

/** Whether what the graphs show is all there is. */
export function telemetry({ region }: Monitored, { malformedMetrics, missingMetrics }: MetricAlarms): Section {
  return {
    heading: 'Is this all there is?',
    rows: [
      [
        {
          content: graph({
            title: 'Can CloudWatch read the metrics in the log?',
            region,
            unit: 'lines in 5 minutes',
            period: malformedMetrics.periodSeconds,
            lines: [
              {
                expression: malformedMetrics.expression,
                metrics: malformedMetrics.metrics,
                label: 'not read',
                color: colors.bad,
              },
            ],
            annotations: [alarmLine(malformedMetrics)],
          }),
          advice: 'What it cannot read is in no graph and no alarm. It began with a deployment: roll back.',
          section: 'lost-telemetry',
        },
        {
          content: graph({
            title: 'What share of invocations leaves no metrics?',
            region,
            unit: '% of invocations',
            period: missingMetrics.periodSeconds,
            lines: [
              {
                expression: missingMetrics.expression,
                metrics: missingMetrics.metrics,
                label: 'without',
                color: colors.calm,
              },
            ],
            annotations: [alarmLine(missingMetrics)],
          }),
          advice: 'Some swing is lines that arrive late. Zero while fewer than 20 come in a period.',
          section: 'lost-telemetry',
        },
      ],
    ],
  };
}
