import type { Alarm } from './alarms/alarm.ts';
import { colors } from './colors.ts';
import type { Threshold } from './widgets.ts';

/** The line that an alarm watches. */
export function thresholdOf({ section, threshold }: Alarm): Threshold {
  return { label: `alarm: ${section}`, value: threshold, color: colors.bad };
}

/** A line that nobody is called for. */
export function limit(label: string, value: number): Threshold {
  return { label, value, color: colors.faint };
}

/** The line of many alarms, when it is the same for all. */
export function commonThreshold([alarm]: readonly Alarm[]): readonly Threshold[] {
  return alarm === undefined ? [] : [thresholdOf(alarm)];
}
