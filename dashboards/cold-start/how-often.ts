import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { alarmLine } from '../annotations.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { coldStart, lambda, type Statistic } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';

/** Cold starts are rare: in five minutes there is at least something to see. */
const period = 300;

/** How often somebody waited for a new environment, and how long. */
export function howOften(monitored: Monitored, { slowColdStarts }: MetricAlarms): Section {
  const { region, objectives } = monitored;
  const total = (stat: Statistic, init?: 'proactive') => coldStart(monitored, 'total', stat, init);
  return {
    heading: 'How often, and how long?',
    rows: [
      [
        {
          content: graph({
            title: 'How many cold starts were there, and who waited?',
            region,
            unit: 'cold starts in 5 minutes',
            period,
            stacked: true,
            lines: [
              { metric: total('SampleCount'), label: 'felt: a sender waited', color: colors.warning },
              { metric: total('SampleCount', 'proactive'), label: 'proactive: nobody waited', color: colors.good },
            ],
          }),
          advice: 'Many felt ones at a steady load: deployments, bursts, or environments that crash.',
          section: 'frequent-cold-starts',
        },
        {
          content: graph({
            title: 'What share of deliveries waits for a cold start?',
            region,
            unit: '% of invocations',
            period,
            lines: [
              {
                expression: '100 * FILL(felt, 0) / invocations',
                metrics: { felt: total('SampleCount'), invocations: lambda(monitored, 'Invocations', 'Sum') },
                label: 'felt',
                color: colors.calm,
              },
            ],
          }),
          advice: 'Below a few deliveries a minute almost each may be cold: judge by the count beside it.',
          section: 'frequent-cold-starts',
        },
        {
          content: graph({
            title: `Does a felt cold start stay within ${objectives.coldStartMs} ms?`,
            region,
            unit: 'ms',
            period,
            lines: [
              { metric: total('p50'), label: 'p50', color: colors.good },
              { metric: total('p90'), label: 'p90', color: colors.calm },
              { metric: total('Maximum'), label: 'slowest', color: colors.faint },
            ],
            annotations: [alarmLine(slowColdStarts)],
          }),
          advice:
            'From the start of the process to the answer. Above the line: see below which phase grew, and since when.',
          section: 'slow-cold-starts',
        },
      ],
    ],
  };
}
