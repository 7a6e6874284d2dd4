import {
  type AlarmDeclarations,
  type AlarmInput,
  type LocalStack,
  metricIdentity,
  parseMetricAlarm,
} from '../../../local/index.ts';

/** What the alarms of a stack had to go by. */
export interface Recording extends Disposable {
  readonly from: number;
  readonly happenings: AlarmInput[];
}

/** Keeps what comes from now on of the metrics that alarms watch. */
export function record({ alarms, clock }: Pick<LocalStack, 'alarms' | 'clock'>): Recording {
  const keys = new Set(watched(alarms.declared).keys());
  const happenings: AlarmInput[] = [];
  const stop = alarms.onDatum((datum) => {
    if (keys.has(metricIdentity(datum.metric))) happenings.push({ happenedAt: clock.scheduledNow, datum });
  });
  return { from: clock.now(), happenings, [Symbol.dispose]: stop };
}

/** The metrics that alarms watch, by key, and whether one watches their percentiles. */
export function watched(declared: AlarmDeclarations): ReadonlyMap<string, { readonly needsSpread: boolean }> {
  const found = new Map<string, { readonly needsSpread: boolean }>();
  for (const { queries } of declared.metric.map(parseMetricAlarm)) {
    for (const query of queries) {
      if (query.kind !== 'metric') continue;
      const key = metricIdentity(query.metric);
      found.set(key, { needsSpread: query.needsSpread || (found.get(key)?.needsSpread ?? false) });
    }
  }
  return found;
}
