import { senderPatienceMs } from '../../function/time-budget.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { MetricAlarms } from '../alarms/alarms.ts';
import { errorBudget, failureRate } from '../alarms/availability.ts';
import { colors } from '../colors.ts';
import type { Panel, Section } from '../layout.ts';
import { lambda } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { limit, thresholdOf } from '../thresholds.ts';
import { figures, graph } from '../widgets.ts';

const period = 60;

/** What senders meet: whether they are answered rightly, and how soon. Measured at the Function URL. */
export function answers(monitored: Monitored, alarms: MetricAlarms): Section {
  const { region, objectives } = monitored;
  const failures = failureRate(monitored);
  return {
    heading: 'What senders meet',
    rows: [
      [
        {
          content: figures({
            title: `Is availability above ${objectives.availability} %?`,
            region,
            period,
            lines: [
              {
                expression: `100 - ${failures.expression}`,
                of: failures.metrics,
                label: 'answered rightly, %',
                color: colors.good,
              },
            ],
          }),
          advice: 'Over the whole time shown. Below the objective: find when it fell on the right.',
          section: 'failing-deliveries',
        },
        {
          content: graph({
            title: 'What share of requests fails or is turned away?',
            region,
            unit: '% of requests',
            period,
            lines: [
              {
                expression: failures.expression,
                of: failures.metrics,
                label: '5xx and 429',
                color: colors.calm,
              },
            ],
            thresholds: [limit('objective', errorBudget(monitored))],
          }),
          advice:
            'Above the line more fails than the objective allows. How much more, and for how long, the next row says.',
          section: 'failing-deliveries',
        },
      ],
      [
        burnRate(monitored, alarms.fastLong, alarms.fastShort, 'Both above the line: somebody is called at once.'),
        burnRate(monitored, alarms.slowLong, alarms.slowShort, 'Both above the line: somebody is called.'),
        burnRate(
          monitored,
          alarms.budgetLong,
          alarms.budgetShort,
          'Both above the line: a ticket. Show a week to see it.',
        ),
      ],
      [
        {
          content: graph({
            title: `Do 99 of 100 senders have their answer within ${objectives.latencyMs} ms?`,
            region,
            unit: 'ms',
            period,
            lines: [
              { metric: lambda(monitored, 'UrlRequestLatency', 'p50'), label: 'p50', color: colors.good },
              { metric: lambda(monitored, 'UrlRequestLatency', 'p99'), label: 'p99', color: colors.calm },
              { metric: lambda(monitored, 'UrlRequestLatency', 'Maximum'), label: 'slowest', color: colors.faint },
            ],
            thresholds: [thresholdOf(alarms.slowAnswers)],
          }),
          advice: `Cold starts included. Most senders hang up after ${senderPatienceMs.toLocaleString('en')} ms: compare with cold starts, then with publication.`,
          section: 'slow-answers',
        },
        {
          content: graph({
            title: 'How many requests come, and how are they answered?',
            region,
            unit: 'requests a minute',
            period,
            lines: [
              { metric: lambda(monitored, 'UrlRequestCount', 'Sum'), label: 'requests', color: colors.calm },
              { metric: lambda(monitored, 'Url4xxCount', 'Sum'), label: '4xx', color: colors.warning },
              { metric: lambda(monitored, 'Url5xxCount', 'Sum'), label: '5xx', color: colors.bad },
            ],
          }),
          advice:
            '4xx but no refusals above: turned away by Lambda itself. 5xx but no failures above: the function crashed.',
          section: 'failing-deliveries',
        },
      ],
    ],
  };
}

/** Over the two windows of a pair of alarms: the long one says that it matters, the short one that it goes on. */
function burnRate(monitored: Monitored, long: Alarm, short: Alarm, advice: string): Panel {
  const times = long.threshold / errorBudget(monitored);
  const window = ({ of, periodSeconds }: Alarm, color: string) => {
    const { expression, metrics } = failureRate(monitored, of.join(''));
    return { expression, of: metrics, period: periodSeconds, label: `over ${of.join('')}`, color };
  };
  return {
    content: graph({
      title: `Would a month's error budget be gone in ${Math.round(300 / times) / 10} days?`,
      region: monitored.region,
      unit: '% of requests',
      period,
      lines: [window(long, colors.calm), window(short, colors.faint)],
      thresholds: [thresholdOf(long)],
    }),
    advice,
    section: long.section,
  };
}
