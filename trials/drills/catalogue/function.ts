import type { Drill, Files, Stage } from '../drill.ts';
import { entry, incomplete, marked, markHeader } from '../injections/deployed-code.ts';
import { anyLatency, burnRateAlarms, minutesUntilBurnRatesClear, threeDayAlarm } from './burn-rates.ts';
import { atOnce } from './bursts.ts';

/** A budget of 5 %. */
const lowAvailability = { availability: 95, latencyMs: 1_000, coldStartMs: 10_000 };

const standard = { lasts: 10, clears: minutesUntilBurnRatesClear, mayRing: threeDayAlarm } as const;
const failing = { topic: 'page', alarm: 'failing-deliveries' } as const;

/** A minute of the alarms' clock takes a fifth of the seconds that a sender waits, so what is late is not too late. */
const slowClock = { minutesASecond: 0.4 } as const;

export const theFunction: readonly Drill[] = [
  {
    ...standard,
    minutesASecond: 1,
    rate: 4,
    lasts: 13,
    name: 'throwing',
    what: 'a deployed handler throws at every delivery',
    // With a budget of 5 % a page is due at 50 % and 30 % of failed deliveries, a ticket at 40 %. After the minutes of
    // calm the longer windows have seen so many only after some more, and twice as many much later or never.
    settings: {
      objectives: lowAvailability,
      thresholds: { burnRates: { pageFast: 10, pageSlow: 6, ticket: 8 } },
    },
    begin: deploying(entry("async () => { throw new Error('a drill'); }")),
    rings: {
      'function-errors': 4,
      'failing-deliveries_5m': 5,
      'failing-deliveries_1h': 11,
      'failing-deliveries_30m': 6,
      'failing-deliveries_6h': 6,
      'spent-budget_6h': 8,
    },
    tells: { ...failing, within: 4 },
  },
  {
    ...standard,
    ...slowClock,
    rate: 1,
    warm: 2,
    lasts: 18,
    name: 'hanging',
    what: 'a deployed handler never answers',
    begin: deploying(entry('() => new Promise((resolve) => setTimeout(resolve, 60_000))')),
    rings: { ...burnRateAlarms(8), 'function-errors': 8, timeouts: 8, 'slow-answers': 18 },
    tells: { ...failing, within: 8 },
  },
  {
    minutesASecond: 0.5,
    rate: 6,
    lasts: 20,
    clears: 20,
    name: 'hanging-now-and-then',
    what: 'a deployed handler never answers one delivery, which comes once a minute',
    // One of 12 is below what the budget allows, so that this is about the single delivery.
    settings: {
      objectives: lowAvailability,
      thresholds: { burnRates: { ticket: 3 } },
    },
    begin: async (stage) => {
      const back = await stage.deploy(marked('await new Promise((resolve) => setTimeout(resolve, 60_000));'));
      const stop = stage.every(1, () => void stage.load.burst(1, { [markHeader]: 'hang' }));
      return async () => {
        await stop();
        await back();
      };
    },
    // Known when Lambda's time-out is over, 2.5 minutes later.
    rings: { 'function-errors': 7, timeouts: 7, 'slow-answers': 19 },
    tells: { ...failing, within: 7 },
  },
  {
    ...standard,
    ...slowClock,
    rate: 0.5,
    name: 'out-of-memory',
    what: 'a deployed handler takes all memory there is',
    settings: anyLatency,
    begin: deploying(
      entry('async () => { for (const kept = []; ; ) kept.push(Array.from({ length: 100_000 }, () => ({}))); }'),
    ),
    // Where there is little CPU its time is up before its memory is.
    mayRing: [...threeDayAlarm, 'timeouts'],
    rings: { ...burnRateAlarms(8), 'function-errors': 8 },
    tells: { ...failing, within: 8 },
  },
  {
    ...standard,
    minutesASecond: 0.5,
    rate: 0.5,
    name: 'bad-deploy',
    what: 'the function is deployed without a file that it needs, in a night with a delivery a minute',
    settings: anyLatency,
    begin: badDeploy,
    rings: { ...burnRateAlarms(6), 'function-errors': 6, 'failed-inits': 6 },
    tells: { ...failing, within: 6 },
  },
  {
    ...standard,
    minutesASecond: 1,
    rate: 2,
    name: 'concurrency-exhausted',
    what: 'every minute one delivery more comes at once than the reserved concurrency takes',
    settings: { reservedConcurrency: 4, ...anyLatency },
    warm: 4,
    begin: atOnce(5),
    // Only one a minute is turned away, and all of the concurrency in use for five.
    rings: { ...burnRateAlarms(7), 'throttled-deliveries': 7, 'concurrency-near-cap': 10 },
    tells: { ...failing, within: 7 },
  },
  {
    minutesASecond: 1,
    rate: 2,
    lasts: 12,
    clears: 8,
    name: 'concurrency-near-cap',
    what: 'every minute as many deliveries come at once as the reserved concurrency takes',
    settings: { reservedConcurrency: 4, ...anyLatency },
    warm: 4,
    begin: atOnce(4),
    rings: { 'concurrency-near-cap': 10 },
    tells: { topic: 'ticket', alarm: 'concurrency-near-cap', within: 14 },
  },
  {
    minutesASecond: 3,
    rate: 10,
    lasts: 75,
    clears: minutesUntilBurnRatesClear,
    name: 'failing-now-and-then',
    what: 'a deployed handler fails at one delivery in 14',
    // 7 % are above a budget of 5 %, and not above twice as much: it will not last, and nobody needs to get up.
    settings: { objectives: lowAvailability },
    begin: failingAtShare(0.07),
    // That of days is looked at by the full hour.
    rings: { 'spent-budget_6h': 10, 'spent-budget_3d': 68 },
    tells: { topic: 'ticket', alarm: 'spent-budget', within: 72 },
  },
];

/** New code, until the old is back. */
function deploying(change: (files: Files) => Files): (stage: Stage) => Promise<() => Promise<void>> {
  return ({ deploy }) => deploy(change);
}

/**
 * Fails at the next delivery whenever they are less than that share of all, those before the fault included: so the share
 * is there from the first minute on and stays, and no alarm comes and goes about its threshold.
 */
function failingAtShare(share: number): (stage: Stage) => Promise<() => Promise<void>> {
  return async ({ load, every, deploy }) => {
    const back = await deploy(marked('return { statusCode: 500 };'));
    load.rate = 0;
    let failed = 0;
    const stop = every(0.3, () => {
      const fails = failed < share * load.sent;
      if (fails) failed += 1;
      void load.burst(1, fails ? { [markHeader]: 'fails' } : {});
    });
    return async () => {
      await stop();
      await back();
      // More than failed before: their share sinks below the budget once, whatever leaves the six hours later.
      load.rate = 30;
    };
  };
}

/** And a delivery a minute, each of which needs a new environment then. */
export async function badDeploy({ load, every, deploy }: Stage): Promise<() => Promise<void>> {
  const { rate } = load;
  load.rate = 0;
  const back = await deploy(incomplete);
  const stop = every(1, () => void load.burst(1));
  return async () => {
    await stop();
    await back();
    load.rate = rate;
  };
}
