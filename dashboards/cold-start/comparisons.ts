import { metrics } from '../../function/signals.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { coldStart, emitted, type Statistic } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { initByBoth, memoryUsed, newestColdStarts, overLog } from '../queries.ts';
import { graph, log } from '../widgets.ts';

const period = 300;

/** A cold start beside what it should be like, and what Lambda says of it. */
export function comparisons(monitored: Monitored): Section {
  const { region, memoryMb } = monitored;
  const warm = (stat: Statistic) => emitted(monitored, metrics.publishDuration, stat);
  return {
    heading: 'Beside what is usual',
    rows: [
      [
        {
          content: graph({
            title: 'Is the first publication slower than any?',
            region,
            unit: 'ms',
            period,
            lines: [
              { metric: coldStart(monitored, 'publish', 'p50'), label: 'first, p50', color: colors.warning },
              { metric: coldStart(monitored, 'publish', 'p99'), label: 'first, p99', color: colors.bad },
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
                metrics: { wait: coldStart(monitored, 'wait', 'p50', 'proactive') },
                label: 'proactive, p50',
                color: colors.good,
              },
            ],
          }),
          advice: 'Lambda made these more than 10 s ahead of need: nothing to do. No line where there was none.',
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
          advice: "Lambda's own report beside our phases up to ready. Far apart: time is lost outside of our account.",
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

/** The account of each. */
export function newest(monitored: Monitored): Section {
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
          advice: 'A secret_error or connect_error says what failed in INIT and was left to the first delivery.',
          section: 'slow-cold-starts',
        },
      ],
    ],
  };
}
