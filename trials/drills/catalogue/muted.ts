import type { Drill } from '../drill.ts';
import { afterBurning, burning, burningLong } from './burning.ts';
import { anyLatency, badDeploy } from './function.ts';

const standard = {
  minutesASecond: 0.5,
  rate: 0.5,
  settings: anyLatency,
  rings: { ...burning(8), 'function-errors': 8, 'failed-inits': 8 },
  may: burningLong,
  clears: afterBurning,
} as const;

export const muted: readonly Drill[] = [
  {
    ...standard,
    lasts: 8,
    name: 'muted',
    what: 'a bad deployment of a muted stack, which is taken back so soon that its page is over when the hour is',
    begin: async (stage) => {
      await stage.mute(60);
      const back = await badDeploy(stage);
      return async () => {
        await back();
        // A page ends with the window of half an hour.
        stage.stack.clock.speed = 600;
        await stage.minutes(60);
      };
    },
  },
  {
    ...standard,
    lasts: 14,
    name: 'muted-too-short',
    what: 'a bad deployment of a stack that is muted for ten minutes, and deliveries fail for longer',
    begin: async (stage) => {
      await stage.mute(10);
      const back = await badDeploy(stage);
      return async () => {
        await back();
        stage.stack.clock.speed = 600;
      };
    },
    // With the end of the muting, at once.
    tells: { topic: 'page', alarm: 'failing-deliveries', notBefore: 9, within: 12 },
  },
];
