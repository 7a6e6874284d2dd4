import { alarmStatus } from '../alarm-status.ts';
import type { AlarmDefinitions } from '../alarms/alarms.ts';
import { type Dashboard, dashboard } from '../layout.ts';
import type { Monitored } from '../monitored.ts';
import { runbook } from '../runbook.ts';
import { comparisons, newest } from './comparisons.ts';
import { howOften } from './how-often.ts';
import { whereTheTimeGoes } from './phases.ts';

/**
 * How often senders wait for a new environment, how long, and for which part of it.
 * @param alarmArns of the alarms that have to do with it
 */
export function coldStart(
  monitored: Monitored,
  { metric: alarms }: AlarmDefinitions,
  alarmArns: readonly string[],
): Dashboard {
  return dashboard(
    [
      { rows: alarmStatus(alarmArns), height: 3 },
      howOften(monitored, alarms),
      whereTheTimeGoes(monitored),
      comparisons(monitored),
      { ...newest(monitored), height: 8 },
    ],
    runbook(monitored.runbookUrl),
    '-P1D',
  );
}
