import type { MetricStore } from '../metrics/metric-store.ts';
import type { AlarmDeclaration } from './alarm.ts';
import { Alarms } from './alarms.ts';
import type { CompositeDeclaration } from './composite/composite.ts';
import type { HistoryItem } from './history.ts';

export interface DeclaredAlarms {
  readonly metric: readonly AlarmDeclaration[];
  readonly composite: readonly CompositeDeclaration[];
}

/** What alarms would have done. */
export interface Replayed {
  /** Oldest first. */
  readonly history: readonly HistoryItem[];
  /** What would have been told, by the ARNs of the topic and of the alarm. */
  readonly told: readonly { readonly topic: string; readonly alarm: string; readonly at: number }[];
}

const minuteMs = 60_000;

/**
 * Lets time pass again for alarms that were not there, over the metrics that were: minute by minute, from and to
 * milliseconds since the epoch. Of metrics that were late it sees what an alarm in time did not.
 */
export function replay(declared: DeclaredAlarms, store: MetricStore, from: number, to: number): Replayed {
  let at = from;
  const told: Replayed['told'][number][] = [];
  const alarms = new Alarms({
    metricAlarms: declared.metric,
    compositeAlarms: declared.composite,
    store,
    now: () => at,
    act: (topic, { alarmArn }) => told.push({ topic, alarm: alarmArn, at }),
  });
  for (at = (Math.floor(from / minuteMs) + 1) * minuteMs; at <= to; at += minuteMs) alarms.evaluate(at);
  return { history: alarms.history.items, told };
}
