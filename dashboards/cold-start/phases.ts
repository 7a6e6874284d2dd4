import { type Phase, phases, type WarmupPart, warmupParts } from '../../function/init/phases.ts';
import type { Section } from '../layout.ts';
import { coldStart, type Statistic } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { bars, graph } from '../widgets.ts';

const period = 300;

/** Which part of a cold start takes how long. */
export function whereTheTimeGoes(monitored: Monitored): Section {
  const { region } = monitored;
  const line = (name: Phase | WarmupPart, stat: Statistic, label: string = name) => ({
    metric: coldStart(monitored, name, stat),
    label,
    color: colors[name],
  });
  const everyPart = (stat: Statistic) => [
    ...phases.map((name) => line(name, stat)),
    ...warmupParts.map((name) => line(name, stat, `warmup: ${name}`)),
  ];
  return {
    heading: 'Where does the time go?',
    rows: [
      [
        {
          content: graph({
            title: 'Which phases make up a felt cold start?',
            region,
            unit: 'ms, average',
            period,
            stacked: true,
            lines: phases.map((name) => line(name, 'Average')),
          }),
          advice:
            'The phases follow one another, so that their averages add up to the whole. A step up at a deployment is its own.',
          section: 'slow-cold-starts',
        },
      ],
      [
        {
          content: bars({
            title: 'How long is each phase in half of the felt cold starts? (p50)',
            region,
            unit: 'ms',
            period,
            lines: everyPart('p50'),
          }),
          advice: 'Long in every start: code. The two parts of warmup run at once, inside of it.',
          section: 'slow-cold-starts',
        },
        {
          content: bars({
            title: 'How long is each phase at its worst? (p99)',
            region,
            unit: 'ms',
            period,
            lines: everyPart('p99'),
          }),
          advice: 'Long at p99 alone: the network, or an AWS service that was slow to answer.',
          section: 'slow-cold-starts',
        },
      ],
    ],
  };
}

/** Each keeps its colour on every graph. */
const colors: Readonly<Record<Phase | WarmupPart, string>> = {
  runtime: '#7f7f7f',
  builtins: '#c49c94',
  sdk: '#1f77b4',
  telemetry: '#17becf',
  clients: '#9467bd',
  warmup: '#2ca02c',
  secret: '#98df8a',
  connect: '#6ab04c',
  wait: '#bcbd22',
  handler: '#ff7f0e',
  publish: '#d62728',
};
