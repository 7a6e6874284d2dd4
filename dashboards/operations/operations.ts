import { alarmStatus } from '../alarm-status.ts';
import type { AlarmDefinitions } from '../alarms/alarms.ts';
import { type Dashboard, dashboard } from '../layout.ts';
import type { Monitored } from '../monitored.ts';
import { runbook } from '../runbook.ts';
import { answers } from './answers.ts';
import { bus } from './bus.ts';
import { deliveries } from './deliveries.ts';
import { theFunction } from './function.ts';
import { cost, newest } from './log.ts';
import { parking } from './parking.ts';
import { secrets } from './secrets.ts';
import { telemetry } from './telemetry.ts';

/**
 * Whether deliveries arrive, and where they stop when they do not, in the order that one asks.
 * @param alarmArns of all the stack's alarms
 */
export function operations(
  monitored: Monitored,
  { metric: alarms }: AlarmDefinitions,
  alarmArns: readonly string[],
): Dashboard {
  return dashboard(
    [
      { rows: alarmStatus(alarmArns), height: 4 },
      answers(monitored, alarms),
      deliveries(monitored, alarms),
      theFunction(monitored, alarms),
      bus(monitored, alarms),
      parking(monitored, alarms),
      secrets(monitored, alarms),
      telemetry(monitored, alarms),
      newest(monitored),
      cost(monitored),
    ],
    runbook(monitored.runbookUrl),
    '-PT3H',
  );
}
