import { type MetricDatum, MetricStore } from '../metrics/metric-store.ts';
import { CloudWatchAlarms } from './alarms.ts';
import type { CompositeAlarmDeclaration, MetricAlarmDeclaration } from './declaration.ts';
import type { HistoryItem } from './history.ts';
import type { MuteRule } from './mute-rules/mute-rules.ts';

export interface AlarmDeclarations {
  readonly metric: readonly MetricAlarmDeclaration[];
  readonly composite: readonly CompositeAlarmDeclaration[];
}

/** What came to CloudWatch, and when: a value of a metric, or a rule that mutes alarms. */
export type AlarmInput = { readonly happenedAt: number } & (
  | { readonly datum: MetricDatum }
  | { readonly muteRule: MuteRule }
);

/** What alarms would have done. */
export interface AlarmReplay {
  /** Oldest first. */
  readonly history: readonly HistoryItem[];
  /** What would have been told, by the ARNs of the topic and of the alarm. */
  readonly told: readonly { readonly topic: string; readonly alarm: string; readonly at: number }[];
}

const minuteMs = 60_000;

/**
 * Lets time pass again for alarms that were not there, minute by minute, from and to milliseconds since the epoch: they
 * see what had come by then, in its order. Several sets of alarms go through it side by side.
 */
export function replayAlarms(
  declared: readonly AlarmDeclarations[],
  happenings: Iterable<AlarmInput>,
  from: number,
  to: number,
): readonly AlarmReplay[] {
  let at = from;
  const store = new MetricStore(() => at);
  const replaying = declared.map(({ metric, composite }) => {
    const told: AlarmReplay['told'][number][] = [];
    const alarms = new CloudWatchAlarms({
      metricAlarms: metric,
      compositeAlarms: composite,
      store,
      now: () => at,
      act: (topic, { alarmArn }) => told.push({ topic, alarm: alarmArn, at }),
    });
    return { alarms, told };
  });
  let next = (Math.floor(from / minuteMs) + 1) * minuteMs;
  const passTo = (time: number) => {
    for (; next <= time; next += minuteMs) {
      at = next;
      for (const { alarms } of replaying) alarms.evaluate(at);
    }
    at = time;
  };
  for (const happening of happenings) {
    // What comes in the very millisecond of an evaluation is not seen by it.
    passTo(Math.min(to, happening.happenedAt));
    if ('datum' in happening) store.record(happening.datum);
    else for (const { alarms } of replaying) alarms.mute(happening.muteRule);
  }
  passTo(to);
  return replaying.map(({ alarms, told }) => ({ history: alarms.history.items, told }));
}
