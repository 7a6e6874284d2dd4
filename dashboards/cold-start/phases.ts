import type { Section } from '../layout.ts';
import { coldStart, type Statistic } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { bars, graph } from '../widgets.ts';

const period = 300;

/** Which part of a cold start takes how long. */
export function whereTheTimeGoes(monitored: Monitored): Section {
  const { region } = monitored;
  const everyPart = (stat: Statistic) =>
    [...phases, ...parts].map(({ name, color }) => ({
      metric: coldStart(monitored, name, stat),
      label: parts.some((part) => part.name === name) ? `warmup: ${name}` : name,
      color,
    }));
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
            lines: phases.map(({ name, color }) => ({
              metric: coldStart(monitored, name, 'Average'),
              label: name,
              color,
            })),
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

/** In the order they happen; each keeps its colour on every graph. */
const phases = [
  { name: 'runtime', color: '#7f7f7f' },
  { name: 'builtins', color: '#c49c94' },
  { name: 'sdk', color: '#1f77b4' },
  { name: 'telemetry', color: '#17becf' },
  { name: 'clients', color: '#9467bd' },
  { name: 'warmup', color: '#2ca02c' },
  { name: 'wait', color: '#bcbd22' },
  { name: 'handler', color: '#ff7f0e' },
  { name: 'publish', color: '#d62728' },
] as const;

/** Of the warm-up. */
const parts = [
  { name: 'secret', color: '#98df8a' },
  { name: 'connect', color: '#6ab04c' },
] as const;
