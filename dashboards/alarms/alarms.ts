import type { Monitored } from '../monitored.ts';
import type { Alarm, CompositeAlarm, MetricAlarm, Severity } from './alarm.ts';
import { type CompositeAlarms, compositeAlarmsOf } from './composites/composites.ts';
import { type MetricAlarms, metricAlarmsOf } from './metric-alarms.ts';

export interface AlarmDefinitions {
  readonly metric: MetricAlarms;
  readonly composite: CompositeAlarms;
}

/** All that is watched while nobody looks: alarms on metrics, and the composites that tell people. */
export function alarmsOf(monitored: Monitored): AlarmDefinitions {
  const metric = metricAlarmsOf(monitored);
  return { metric, composite: compositeAlarmsOf(metric, monitored) };
}

export function listed({ metric, composite }: AlarmDefinitions): {
  readonly metric: readonly MetricAlarm[];
  readonly composite: readonly CompositeAlarm[];
} {
  return { metric: Object.values(metric).flat(), composite: Object.values(composite).flat() };
}

/** The names that drills know alarms by, less project, stack and severity: section and qualifiers. */
export type MetricAlarmName = NameOf<OneOf<MetricAlarms>>;
export type CompositeAlarmName<Told extends Severity> = NameOf<
  Extract<OneOf<CompositeAlarms>, { readonly severity: Told }>
>;

/** `failing-deliveries_5m`; where a qualifier is the name of a rule or a source, any text stands for it. */
type NameOf<Of extends Pick<Alarm, 'section' | 'qualifiers'>> = Of extends unknown
  ? Joined<readonly [Of['section'], ...Of['qualifiers']]>
  : never;

type Joined<Parts extends readonly string[]> = Parts extends readonly [
  infer First extends string,
  ...infer Rest extends readonly [string, ...string[]],
]
  ? `${First}_${Joined<Rest>}`
  : Parts[0];

/** An alarm of a record of alarms and lists of alarms, some of which a stack may lack. */
type OneOf<Alarms> = Alarms extends unknown ? Element<Alarms[keyof Alarms]> : never;
type Element<T> = T extends readonly (infer One)[] ? One : T;
