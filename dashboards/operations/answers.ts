import { errorBudget } from '../alarms/availability.ts';
import type { MetricAlarms } from '../alarms.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { lambda } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { limit, thresholdOf } from '../thresholds.ts';
import { figures, graph } from '../widgets.ts';

const period = 60;

/** What senders meet: whether they are answered rightly, and how soon. Measured at the Function URL. */
export function answers(monitored: Monitored, { fastShort, slowAnswers }: MetricAlarms): Section {
  const { region, objectives } = monitored;
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
                expression: `100 - (${fastShort.expression})`,
                of: fastShort.metrics,
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
                expression: fastShort.expression,
                of: fastShort.metrics,
                label: '5xx and 429',
                color: colors.calm,
              },
            ],
            thresholds: [limit('objective', errorBudget(monitored)), thresholdOf(fastShort)],
          }),
          advice: "Above the upper line a month's budget of failures is gone within two days.",
          section: 'failing-deliveries',
        },
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
            thresholds: [thresholdOf(slowAnswers)],
          }),
          advice:
            'Cold starts included. Most senders hang up after 5,000 ms: compare with cold starts, then with publication.',
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
