import type { Monitored } from '../monitored.ts';
import type { Alarm, Composite } from './alarm.ts';
import { availability } from './availability.ts';
import { compositesOf } from './composites.ts';
import { theFunction } from './function.ts';
import { publication } from './publication.ts';
import { secrets } from './secrets.ts';
import { senders } from './senders.ts';
import { telemetry } from './telemetry.ts';

export type MetricAlarms = ReturnType<typeof metricAlarmsOf>;
export type Alarms = ReturnType<typeof alarmsOf>;

/** All that is watched while nobody looks: alarms on metrics, and the composites that tell people. */
export function alarmsOf(monitored: Monitored) {
  const metric = metricAlarmsOf(monitored);
  return { metric, composite: compositesOf(metric, monitored) };
}

function metricAlarmsOf(monitored: Monitored) {
  return {
    ...availability(monitored),
    ...theFunction(monitored),
    ...publication(monitored),
    ...senders(monitored),
    ...secrets(monitored),
    ...telemetry(monitored),
  };
}

export function listed(alarms: Alarms): {
  readonly metric: readonly Alarm[];
  readonly composite: readonly Composite[];
} {
  return { metric: Object.values(alarms.metric).flat(), composite: Object.values(alarms.composite).flat() };
}
