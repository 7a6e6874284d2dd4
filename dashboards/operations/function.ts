import type { MetricAlarms } from '../alarms/metric-alarms.ts';
import { alarmLine, referenceLine, sharedAlarmLine } from '../annotations.ts';
import { colors } from '../colors.ts';
import type { Section } from '../layout.ts';
import { lambda } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import { graph } from '../widgets.ts';

const period = 60;

/** The function as Lambda measures it. Its Duration leaves INIT out: what senders waited for stands further up. */
export function theFunction(monitored: Monitored, alarms: MetricAlarms): Section {
  const { region, reservedConcurrency } = monitored;
  const duration = { region, unit: 'ms', period };
  return {
    heading: 'The function',
    rows: [
      [
        {
          content: graph({
            ...duration,
            title: 'How fast is it at its best?',
            lines: [{ metric: lambda(monitored, 'Duration', 'Minimum'), label: 'minimum', color: colors.good }],
          }),
          advice:
            'What the work itself takes, without INIT. It changes with code and memory only: compare with the last deployment.',
          section: 'slow-function',
        },
        {
          content: graph({
            ...duration,
            title: 'How fast is it as a rule?',
            lines: [
              { metric: lambda(monitored, 'Duration', 'p50'), label: 'p50', color: colors.calm },
              { metric: lambda(monitored, 'Duration', 'Average'), label: 'average', color: colors.middle },
            ],
          }),
          advice: 'An average far above p50 is drawn up by a few slow ones: see the next graph for how slow.',
          section: 'slow-function',
        },
        {
          content: graph({
            ...duration,
            title: 'How slow does it get?',
            lines: [
              { metric: lambda(monitored, 'Duration', 'p99'), label: 'p99', color: colors.calm },
              { metric: lambda(monitored, 'Duration', 'Maximum'), label: 'maximum', color: colors.warning },
            ],
          }),
          advice: 'A maximum apart from p99 is a first delivery, less its INIT. Both high: see publication below.',
          section: 'slow-function',
        },
      ],
      [
        {
          content: graph({
            title: 'How many deliveries does it handle, and does it crash?',
            region,
            unit: 'invocations a minute',
            period,
            lines: [
              { metric: lambda(monitored, 'Invocations', 'Sum'), label: 'invocations', color: colors.calm },
              { metric: lambda(monitored, 'Errors', 'Sum'), label: 'errors', color: colors.bad },
            ],
            annotations: [alarmLine(alarms.functionErrors)],
          }),
          advice: 'The line is for errors: each is a fault of ours, named among the newest errors below.',
          section: 'function-errors',
        },
        {
          content: graph({
            title: 'Do invocations run out of time, or fail environments to start?',
            region,
            unit: 'a minute',
            period,
            lines: [
              { metric: alarms.timeouts.metrics.timeouts, label: 'out of time', color: colors.bad },
              { metric: alarms.failedInits.metrics.inits, label: 'failed inits', color: colors.warning },
            ],
            annotations: [alarmLine(alarms.timeouts), alarmLine(alarms.failedInits)],
          }),
          advice: 'No line, no fault. Out of time: a call hangs. Failed inits: roll back the deployment.',
          section: 'timeouts',
        },
        {
          content: graph({
            title: 'How close is it to its cap?',
            region,
            unit: 'deliveries at once',
            period,
            lines: [
              { metric: lambda(monitored, 'ConcurrentExecutions', 'Maximum'), label: 'at once', color: colors.calm },
            ],
            annotations: [
              ...sharedAlarmLine(alarms.concurrencyNearCap),
              ...(reservedConcurrency < 0 ? [] : [referenceLine('reserved', reservedConcurrency)]),
            ],
          }),
          advice: 'Raise reservedConcurrency, or find what makes each delivery take longer.',
          section: 'concurrency-near-cap',
        },
        {
          content: graph({
            title: 'Are deliveries turned away?',
            region,
            unit: 'deliveries a minute',
            period,
            lines: [{ metric: lambda(monitored, 'Throttles', 'Sum'), label: '429', color: colors.bad }],
            annotations: [alarmLine(alarms.throttledDeliveries)],
          }),
          advice: 'Each may be lost: raise reservedConcurrency now, and ask the senders to send again.',
          section: 'throttled-deliveries',
        },
      ],
    ],
  };
}
