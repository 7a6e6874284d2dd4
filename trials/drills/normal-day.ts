import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  awsCaller,
  CloudWatchAlarms,
  type MetricDatum,
  MetricStore,
  metricIdentity,
  startStack,
} from '../../local/index.ts';
import { article } from '../load/flags.ts';
import { record, watched } from './mutation/recording.ts';
import { shortNameOf } from './running/alarms.ts';
import { loadOn, type Result, type RunOptions, root } from './running/run.ts';
import { problemsOf } from './verdict.ts';

const { rate } = article;
const minuteMs = 60_000;
/** Real minutes that are recorded, at the speed of the wall's clock. */
const recordedMinutes = 2;
const dayMinutes = 24 * 60;

const expected = { rings: {}, clears: 0 } as const;
const drill = {
  name: 'normal-day',
  what: `nothing: ${dayMinutes} minutes, each a copy of one of ${recordedMinutes} real ones of ${rate} deliveries a second with cold starts`,
  ...expected,
} as const;

/**
 * A day on which nothing goes wrong. Nobody waits a day for it: two real minutes are recorded, between which every
 * environment is replaced, and follow each other 720 times, through the store and the evaluation that all alarms go
 * through here. So it has the cold starts of 720 deployments, and no other weather than that of the two minutes.
 */
export const normalDay = {
  ...drill,
  async run({ interrupted, say }: RunOptions): Promise<Result> {
    say('starts');
    await using stack = await startStack({
      root,
      stack: 'dev',
      // Cold starts take several times as long on a laptop with other things to do, and deliveries meet meanwhile.
      config: ['reservedConcurrency=50'],
      port: 0,
      awsPort: 0,
      note: () => {},
    });
    const load = await loadOn(stack, awsCaller(stack.services), rate);
    await load.burst(1);
    using recording = record(stack);
    const enough = new AbortController();
    const sent = load.until(AbortSignal.any([enough.signal, interrupted]));
    say(`records ${recordedMinutes} minutes`);
    const from = stack.clock.now();
    try {
      await sleep((recordedMinutes * minuteMs) / 2, undefined, { signal: interrupted });
      await stack.lambda.recycle();
      await sleep((recordedMinutes * minuteMs) / 2, undefined, { signal: interrupted });
    } finally {
      enough.abort();
      await sent;
    }
    say('lets a day pass');
    const { declared } = stack.alarms;
    const data = recording.happenings.flatMap((happening) => ('datum' in happening ? [happening.datum] : []));
    const needsSpread = watched(declared);
    const minutes = Array.from({ length: recordedMinutes }, (_, index) => {
      const begins = from + index * minuteMs;
      const within = data.filter(({ at }) => at >= begins && at < begins + minuteMs);
      return condensed(within, (key) => needsSpread.get(key)?.needsSpread ?? false);
    });

    const shortName = shortNameOf(stack.lambda.configuration.name);
    const rang: Record<string, number> = {};
    const messages: Result['happened']['messages'][number][] = [];
    // A whole hour, as days begin with one.
    const start = Math.floor(from / (60 * minuteMs)) * 60 * minuteMs;
    let at = start;
    const store = new MetricStore(() => at);
    const alarms = new CloudWatchAlarms({
      metricAlarms: declared.metric,
      compositeAlarms: declared.composite,
      store,
      now: () => at,
      act: (topic, { alarmArn }) =>
        messages.push({ topic, alarm: shortName(alarmArn.split(':').at(-1) ?? ''), at: (at - start) / minuteMs }),
    });
    for (let minute = 0; minute < dayMinutes; minute += 1) {
      for (const datum of minutes[minute % recordedMinutes] ?? []) store.record({ ...datum, at });
      at += minuteMs;
      alarms.evaluate(at);
      if (minute % 10 === 0) await nextTurn();
      interrupted.throwIfAborted();
    }
    for (const { alarmName, alarmType, at, summary } of alarms.history.items) {
      if (alarmType === 'MetricAlarm' && summary.endsWith('to ALARM'))
        rang[shortName(alarmName)] ??= (at - start) / minuteMs;
    }
    const happened = { rang, messages, clearedAfter: 0, stillRinging: [] };
    return { drill, happened, problems: problemsOf(expected, happened), mutations: [] };
  },
};

/**
 * What alarms see of a minute, in fewer values: of a metric that nobody wants percentiles of, its statistic set; of the
 * others, every value with how often it came.
 */
function condensed(data: readonly MetricDatum[], needsSpread: (key: string) => boolean): readonly MetricDatum[] {
  const sets = new Map<string, MetricDatum>();
  for (const datum of data) {
    const { metric, unit, set } = datum;
    const metricsKey = metricIdentity(metric);
    const key = `${metricsKey}\0${unit}\0${needsSpread(metricsKey) ? `${set.minimum} ${set.maximum}` : ''}`;
    const known = sets.get(key)?.set;
    sets.set(key, {
      ...datum,
      set: known
        ? {
            sampleCount: known.sampleCount + set.sampleCount,
            sum: known.sum + set.sum,
            minimum: Math.min(known.minimum, set.minimum),
            maximum: Math.max(known.maximum, set.maximum),
          }
        : set,
    });
  }
  return [...sets.values()];
}
