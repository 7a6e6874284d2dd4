import type { Monitored } from '../monitored.ts';
import { availability } from './availability.ts';
import { theFunction } from './function.ts';
import { publication } from './publication.ts';
import { secrets } from './secrets.ts';
import { senders } from './senders.ts';
import { telemetry } from './telemetry.ts';

export type MetricAlarms = ReturnType<typeof metricAlarmsOf>;

/** Each alarm on metrics, or a list with one for each rule, target or source. */
export function metricAlarmsOf(monitored: Monitored) {
  return {
    ...availability(monitored),
    ...theFunction(monitored),
    ...publication(monitored),
    ...senders(monitored),
    ...secrets(monitored),
    ...telemetry(monitored),
  };
}
