import type { Drill } from '../drill.ts';
import { marked, markHeader } from '../injections/deployed-code.ts';
import { rotateUntold } from '../injections/rotation.ts';
import { anyLatency, burnRateAlarms, minutesUntilBurnRatesClear, threeDayAlarm } from './burn-rates.ts';

/** 25 deliveries in five minutes, as below 20 no share of them is looked at. */
const standard = { minutesASecond: 1, rate: 5, lasts: 17, clears: 18 } as const;

/** Seven deliveries an hour, which here are ten seconds: above the threshold of five, and not above twice as much. */
const quiet = { minutesASecond: 6, rate: 0.7, settings: anyLatency } as const;

export const senders: readonly Drill[] = [
  {
    ...standard,
    lasts: 19,
    name: 'missed-rotation',
    what: 'a secret was rotated twice, and the sender still signs with the first',
    begin: rotateUntold,
    // Two periods of five minutes that nothing gets through in, and three that a fifth does not.
    rings: { 'missed-rotation': 15, 'wrong-signatures': 17 },
    // A missed rotation is no attack, so the ticket for one is held back.
    tells: { topic: 'page', alarm: 'missed-rotation', within: 19 },
  },
  ...[
    // Half of all: above the threshold of this stack, and not above twice as much.
    { times: 1, rate: 5, settings: { thresholds: { wrongSignaturePercent: 30 } } },
    { times: 10, rate: 2 },
    // So few that a hundred times as many are no load for a laptop. They get through, so no rotation was missed.
    { times: 100, rate: 0.6 },
  ].map(
    ({ times, rate, ...more }): Drill => ({
      ...standard,
      ...more,
      rate,
      lasts: 22,
      name: `wrong-signatures-${times}`,
      what: `strangers send ${times === 1 ? 'as many' : `${times} times as many`} deliveries as the senders, wrongly signed`,
      begin: ({ load }) => {
        load.strangers = times * rate;
        return () => {
          load.strangers = 0;
        };
      },
      // Three periods of five minutes, the first as soon as a share of it is above the threshold.
      rings: { 'wrong-signatures': 18 },
      tells: { topic: 'ticket', alarm: 'wrong-signatures', within: 22 },
    }),
  ),
  ...(['slow', 'fast'] as const).map(
    (how): Drill => ({
      ...standard,
      name: `clock-${how}`,
      what: `a sender's clock is five minutes ${how}`,
      // All: above the threshold, and not above twice as much.
      settings: { thresholds: { stalePercent: 60 } },
      begin: ({ load }) => {
        load.clockAheadMs = (how === 'fast' ? 5 : -5) * 60_000;
        return () => {
          load.clockAheadMs = 0;
        };
      },
      // Two periods of five minutes, the first as soon as most of it is.
      rings: { 'stale-deliveries': 13 },
      tells: { topic: 'page', alarm: 'stale-deliveries', within: 17 },
    }),
  ),
  {
    ...standard,
    lasts: 19,
    clears: 3,
    name: 'traffic-stops',
    what: 'a source that should speak every ten minutes is silent',
    settings: { sources: [{ name: 'momento', scheme: 'momento', expectedEveryMinutes: 10 }] },
    begin: ({ load }) => {
      load.rate = 0;
      return () => {
        load.rate = standard.rate;
      };
    },
    // Ten minutes, and the two more that CloudWatch looks back for data.
    rings: { 'silent-sources_momento': 16 },
    tells: { topic: 'page', alarm: 'silent-sources', within: 19 },
  },
  {
    ...quiet,
    lasts: 95,
    clears: 25,
    name: 'quiet-source',
    what: 'a source with a delivery now and then was not told of a rotation',
    begin: rotateUntold,
    // An hour from the last that was taken, which is about when it was rotated.
    rings: { 'refused-sources_momento': 80 },
    tells: { topic: 'ticket', alarm: 'refused-sources', within: 90 },
  },
  {
    ...quiet,
    lasts: 180,
    clears: minutesUntilBurnRatesClear,
    name: 'quiet-source-behind-a-page',
    what: 'the same and then silence, while a deployed handler fails at another delivery every two minutes',
    settings: { ...anyLatency, sources: [{ name: 'momento', scheme: 'momento', expectedEveryMinutes: 60 }] },
    begin: async (stage) => {
      const { load, every, deploy, minutes } = stage;
      const { rate } = load;
      const tell = await rotateUntold(stage);
      const back = await deploy(marked('return { statusCode: 500 };'));
      const stop = every(2, () => void load.burst(1, { [markHeader]: 'fail' }));
      // Longer than the hour that the ticket takes, so that it is held back.
      await minutes(100);
      await tell();
      load.rate = 0;
      await minutes(80);
      return async () => {
        load.rate = rate;
        await stop();
        await back();
      };
    },
    rings: { ...burnRateAlarms(30), 'refused-sources_momento': 85, 'silent-sources_momento': 175 },
    mayRing: threeDayAlarm,
    tells: { topic: 'page', alarm: 'failing-deliveries', within: 30 },
  },
];
