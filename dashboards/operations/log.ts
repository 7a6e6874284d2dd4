import type { Section } from '../layout.ts';
import type { Monitored } from '../monitored.ts';
import { costByHour, costPerMillion, newestErrors, newestRefusals, overLog } from '../queries.ts';
import { log } from '../widgets.ts';

/** The log's newest refusals and errors. */
export function newest(monitored: Monitored): Section {
  const { region } = monitored;
  return {
    heading: 'Newest in the log',
    rows: [
      [
        {
          content: log({
            title: 'Which deliveries were refused last, and why?',
            view: 'table',
            region,
            query: overLog(monitored, newestRefusals),
          }),
          advice: 'Look the reason up in the runbook. The trace id finds the delivery in X-Ray when it was sampled.',
          section: 'refused-deliveries',
        },
      ],
      [
        {
          content: log({
            title: 'Which errors came last?',
            view: 'table',
            region,
            query: overLog(monitored, newestErrors),
          }),
          advice:
            "The error_code is the name that AWS or Node gave the error. A record.status is Lambda's own: time-out or crash.",
          section: 'function-errors',
        },
      ],
    ],
  };
}

/** What Lambda asks for all this. */
export function cost(monitored: Monitored): Section {
  const { region } = monitored;
  return {
    heading: 'Cost',
    rows: [
      [
        {
          content: log({
            title: 'What did each hour cost, in US dollars?',
            view: 'bar',
            region,
            query: overLog(monitored, costByHour(monitored)),
          }),
          advice:
            "Lambda's list price of us-east-1, INIT included, the free tier not. The first and last hour may be parts.",
          section: 'cost',
        },
        {
          content: log({
            title: 'What do a million deliveries cost, in US dollars?',
            view: 'table',
            region,
            query: overLog(monitored, costPerMillion(monitored)),
          }),
          advice: 'Grew? Compare billed_seconds with the durations above; then memory, architecture and the log level.',
          section: 'cost',
        },
      ],
    ],
  };
}
