import type { Drill } from '../drill.ts';
import { afterBurning, burning, burningLong } from './burning.ts';
import { garbled } from './faulty-code.ts';
import { badDeploy } from './function.ts';
import { injecting, publishing } from './injecting.ts';
import { oneTargetFailure, parkedDeadLetter } from './queues.ts';
import { rotateUntold } from './rotation.ts';

const anyLatency = { objectives: { availability: 99.9, latencyMs: 5_000, coldStartMs: 10_000 } };
const standard = { minutesASecond: 0.5, rate: 0.5, settings: anyLatency, clears: afterBurning } as const;

export const muted: readonly Drill[] = [
  {
    ...standard,
    lasts: 8,
    name: 'muted',
    what: 'a bad deployment of a muted stack, which is taken back and unmuted when its alarms are quiet',
    begin: async (stage) => {
      await stage.setMuted(true);
      const back = await badDeploy(stage);
      return async () => {
        await back();
        stage.stack.clock.speed = 600;
        // A page ends with the window of half an hour.
        await stage.minutes(34);
        await stage.setMuted(false);
      };
    },
    rings: { muted: 1, ...burning(6), 'function-errors': 6, 'failed-inits': 6 },
    may: burningLong,
  },
  {
    ...standard,
    lasts: 12,
    name: 'muted-too-short',
    what: 'a bad deployment of a muted stack, which is unmuted while deliveries still fail',
    begin: async (stage) => {
      await stage.setMuted(true);
      const back = await badDeploy(stage);
      await stage.minutes(9);
      await stage.setMuted(false);
      return back;
    },
    rings: { muted: 1, ...burning(6), 'function-errors': 6, 'failed-inits': 6 },
    may: burningLong,
    // With the end of the muting, at once.
    tells: { topic: 'page', alarm: 'failing-deliveries', within: 10 },
  },
  {
    minutesASecond: 1,
    rate: 12,
    // A day old from the first minute of the fault on, as in the drill of that name.
    secretAgeMs: 24 * 60 * 60 * 1000 - 15_000,
    settings: {
      ...anyLatency,
      secretCacheSeconds: 2,
      sources: [{ name: 'momento', scheme: 'momento', expectedEveryMinutes: 10 }],
      thresholds: { secretDays: 1 },
    },
    lasts: 55,
    clears: 10,
    name: 'muted-with-everything',
    what: 'one fault after the other, of a muted stack',
    begin: async (stage) => {
      const { load, minutes } = stage;
      await stage.setMuted(true);
      const letters = await parkedDeadLetter(stage);
      const failed = await oneTargetFailure(stage);
      const back = await stage.deploy(garbled);
      const healthy = injecting(publishing({ kind: 'entries', share: 0.4, code: 'InternalFailure' }))(stage);
      await minutes(14);
      await healthy();
      await back();

      const told = await rotateUntold(stage);
      await minutes(13);
      await told();

      load.clockAheadMs = -5 * 60_000;
      await minutes(11);
      load.clockAheadMs = 0;

      const { rate } = load;
      load.rate = 0;
      return async () => {
        load.rate = rate;
        await letters();
        await failed();
        // The age of a secret is the maximum of an hour.
        stage.stack.clock.speed = 600;
        await minutes(62);
        await stage.setMuted(false);
      };
    },
    rings: {
      muted: 1,
      'old-secrets_momento': 20,
      'parked-dead-letters': 3,
      'target-failures_deliveries': 4,
      'dead-letters_deliveries_queue': 5,
      'lost-telemetry_malformed': 10,
      'lost-telemetry_missing': 13,
      'publish-retries': 12,
      'missed-rotation': 28,
      'wrong-signatures': 31,
      'stale-deliveries': 40,
      'silent-sources_momento': 54,
    },
  },
];
