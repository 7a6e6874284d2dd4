import { coldStartMetrics, dimensions, metrics } from '../function/signals.ts';
import { alarmStatus } from './alarm-status.ts';
import type { Alarms } from './alarms.ts';
import { colors } from './colors.ts';
import { type Dashboard, dashboard, type Section } from './layout.ts';
import { emitted, lambda, type Statistic } from './metrics.ts';
import type { Monitored } from './monitored.ts';
import { initByBoth, memoryUsed, newestColdStarts, overLog } from './queries.ts';
import { runbook } from './runbook.ts';
import { thresholdOf } from './thresholds.ts';
import { bars, graph, log } from './widgets.ts';

/** Cold starts are rare: in five minutes there is at least something to see. */
const period = 300;

/**
 * How often senders wait for a new environment, how long, and for which part of it.
 * @param alarmArns of the alarms that have to do with it
 */
export function coldStart(monitored: Monitored, alarms: Alarms, alarmArns: readonly string[]): Dashboard {
  return dashboard(
    [
      { rows: alarmStatus(alarmArns), height: 3 },
      howOften(monitored, alarms),
      whereTheTimeGoes(monitored),
      beside(monitored),
      { ...newest(monitored), height: 8 },
    ],
    runbook(monitored.runbookUrl),
    '-P1D',
  );
}

function howOften(monitored: Monitored, { slowColdStarts }: Alarms): Section {
  const { region, objectives } = monitored;
  const total = (stat: Statistic, init: Init = 'on-demand') => ofStart(monitored, 'total', stat, init);
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
                of: { felt: total('SampleCount'), invocations: lambda(monitored, 'Invocations', 'Sum') },
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
            thresholds: [thresholdOf(slowColdStarts)],
          }),
          advice:
            'From the start of the process to the answer. Above the line: see below which phase grew, and since when.',
          section: 'slow-cold-starts',
        },
      ],
    ],
  };
}

function whereTheTimeGoes(monitored: Monitored): Section {
  const { region } = monitored;
  const everyPart = (stat: Statistic) =>
    [...phases, ...parts].map(({ name, color }) => ({
      metric: ofStart(monitored, name, stat),
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
              metric: ofStart(monitored, name, 'Average'),
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

function beside(monitored: Monitored): Section {
  const { region, memoryMb } = monitored;
  const warm = (stat: Statistic) => emitted(monitored, metrics.publishDuration, stat);
  return {
    heading: 'Beside what?',
    rows: [
      [
        {
          content: graph({
            title: 'Is the first publication slower than any?',
            region,
            unit: 'ms',
            period,
            lines: [
              { metric: ofStart(monitored, 'publish', 'p50'), label: 'first, p50', color: colors.warning },
              { metric: ofStart(monitored, 'publish', 'p99'), label: 'first, p99', color: colors.bad },
              { metric: warm('p50'), label: 'any, p50', color: colors.good },
              { metric: warm('p99'), label: 'any, p99', color: colors.calm },
            ],
          }),
          advice: 'Far apart: the warm-up did not open the connection. Look for connect_error in the table below.',
          section: 'slow-cold-starts',
        },
        {
          content: graph({
            title: 'How long do environments stand ready before a delivery?',
            region,
            unit: 'seconds',
            period,
            lines: [
              {
                expression: 'wait / 1000',
                of: { wait: ofStart(monitored, 'wait', 'p50', 'proactive') },
                label: 'proactive, p50',
                color: colors.good,
              },
            ],
          }),
          advice: 'More than 10 s each, or they would count as felt. Nothing to do: Lambda made these ahead of need.',
          section: 'frequent-cold-starts',
        },
      ],
      [
        {
          content: log({
            title: 'Do we and Lambda agree on how long INIT takes, in ms?',
            view: 'timeSeries',
            region,
            query: overLog(monitored, initByBoth),
          }),
          advice: 'Lambda’s own report beside our phases up to ready. Far apart: time is lost outside of our account.',
          section: 'slow-cold-starts',
        },
        {
          content: log({
            title: `How much of its ${memoryMb} MB does the function use?`,
            view: 'timeSeries',
            region,
            query: overLog(monitored, memoryUsed),
          }),
          advice: 'Growing without end is a leak. Near the size: raise memory, which also brings more CPU.',
          section: 'memory',
        },
      ],
    ],
  };
}

function newest(monitored: Monitored): Section {
  return {
    heading: 'Newest in the log',
    rows: [
      [
        {
          content: log({
            title: 'What were the last cold starts made of, in ms?',
            view: 'table',
            region: monitored.region,
            query: overLog(monitored, newestColdStarts),
          }),
          advice: 'secret_error or connect_error says what failed in INIT and was left to the first delivery.',
          section: 'slow-cold-starts',
        },
      ],
    ],
  };
}

type Init = 'on-demand' | 'proactive';

function ofStart(monitored: Monitored, name: keyof typeof coldStartMetrics, stat: Statistic, init: Init = 'on-demand') {
  return emitted(monitored, coldStartMetrics[name], stat, { [dimensions.init]: init });
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
