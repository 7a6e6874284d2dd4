import { dimensions, metrics } from '../../function/signals.ts';
import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { refusedAlone } from '../alarms/senders.ts';
import { sharedAlarmLine } from '../annotations.ts';
import type { Row } from '../layout.ts';
import { deliveriesOf, emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';

const period = 60;
const unit = 'deliveries a minute';

/** What each source sends, and what becomes of it. */
export function sources(monitored: Monitored, alarms: MetricAlarms): Row {
  const { region } = monitored;
  const names = monitored.sources.map(({ name }) => name);
  return [
    {
      content: graph({
        title: 'Does every source speak?',
        region,
        unit: 'deliveries',
        period: 300,
        lines: [...monitored.sources, { name: nobody, expectedEveryMinutes: undefined }].map(
          ({ name, expectedEveryMinutes }) => ({
            metric: deliveriesOf(monitored, name),
            label: name,
            ...(expectedEveryMinutes === undefined ? {} : { period: 60 * expectedEveryMinutes }),
          }),
        ),
        annotations: sharedAlarmLine(alarms.silentSources),
      }),
      advice:
        'In 5 minutes, or in the time within which it should. No line: it is silent. `none` are paths that no source has.',
      section: 'silent-sources',
    },
    {
      content: graph({
        title: "Which sources' deliveries are published?",
        region,
        unit,
        period,
        stacked: true,
        lines: names.map((source) => ({
          metric: emitted(monitored, metrics.published, 'Sum', { [dimensions.source]: source }),
          label: source,
        })),
      }),
      advice: 'A source that falls silent while it should not: ask the sender, then look whether it is refused.',
      section: 'refused-deliveries',
    },
    {
      content: graph({
        title: "Which sources' deliveries are refused, or fail?",
        region,
        unit,
        period,
        stacked: true,
        lines: [...names, nobody].flatMap((source) => [
          {
            metric: emitted(monitored, metrics.refused, 'Sum', { [dimensions.source]: source }),
            label: `${source} refused`,
          },
          {
            metric: emitted(monitored, metrics.failed, 'Sum', { [dimensions.source]: source }),
            label: `${source} failed`,
          },
        ]),
      }),
      advice: 'One source alone: its sender or its secret. All at once: us. `none` are paths without a source.',
      section: 'refused-deliveries',
    },
    {
      content: graph({
        title: 'Is a source refused altogether?',
        region,
        unit: 'refused deliveries in an hour',
        period: 3_600,
        lines: names.map((source, index) => {
          const { expression, metrics } = refusedAlone(monitored, source, `${index}`);
          return { expression, metrics, label: source };
        }),
        annotations: sharedAlarmLine(alarms.refusedSources),
      }),
      advice: 'Zero in an hour with any that was taken. Above the line: its secret or its clock is off, or strangers.',
      section: 'refused-sources',
    },
  ];
}

/** The value of the dimension `source` for a path that no source has. */
const nobody = 'none';
