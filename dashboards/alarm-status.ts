import type { Panel } from './layout.ts';
import { alarms } from './widgets.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const mostAlarms = 100;

/** Rows of the states of alarms, as many a row as a widget takes. */
export function alarmStatus(arns: readonly string[]): readonly (readonly Panel[])[] {
  const rows = Math.ceil(arns.length / mostAlarms);
  return Array.from({ length: rows }, (_, row) => [
    {
      content: alarms({
        title: row === 0 ? 'Is anything wrong now?' : 'Is anything else wrong now?',
        alarms: arns.slice(row * mostAlarms, (row + 1) * mostAlarms),
      }),
      advice:
        'Each alarm has a section of the same name in the runbook: what it means, what to do, how to know it is over.',
      section: 'alarms',
    },
  ]);
}
