import type { MetricAlarm } from './alarms/alarm.ts';
import { colors } from './colors.ts';
import type { HorizontalAnnotation } from './widgets.ts';

/** The line that an alarm watches. */
export function alarmLine({ section, threshold }: MetricAlarm): HorizontalAnnotation {
  return { label: `alarm: ${section}`, value: threshold, color: colors.bad };
}

/** A line that nobody is called for. */
export function referenceLine(label: string, value: number): HorizontalAnnotation {
  return { label, value, color: colors.faint };
}

/** The line of many alarms, when it is the same for all. */
export function sharedAlarmLine([alarm]: readonly MetricAlarm[]): readonly HorizontalAnnotation[] {
  return alarm === undefined ? [] : [alarmLine(alarm)];
}
