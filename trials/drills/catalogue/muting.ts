import type { Drill, Stage } from '../drill.ts';
import { anyLatency, burnRateAlarms, minutesUntilBurnRatesClear, threeDayAlarm } from './burn-rates.ts';
import { badDeploy } from './function.ts';

const standard = {
  minutesASecond: 0.5,
  rate: 0.5,
  settings: anyLatency,
  rings: { ...burnRateAlarms(8), 'function-errors': 8, 'failed-inits': 8 },
  mayRing: threeDayAlarm,
  clears: minutesUntilBurnRatesClear,
} as const;

export const muting: readonly Drill[] = [
  {
    ...standard,
    lasts: 8,
    name: 'muted',
    what: 'a bad deployment of a muted stack, which is taken back so soon that its page is over when the hour is',
    // A page ends with the window of half an hour.
    begin: badDeployMutedFor(60, (stage) => stage.minutes(60)),
  },
  {
    ...standard,
    lasts: 14,
    name: 'muted-too-short',
    what: 'a bad deployment of a stack that is muted for ten minutes, and deliveries fail for longer',
    begin: badDeployMutedFor(10, () => {}),
    // With the end of the muting, at once.
    tells: { topic: 'page', alarm: 'failing-deliveries', notBefore: 9, within: 12 },
  },
];

/** Once the code is back, time passes fast. */
function badDeployMutedFor(minutes: number, afterwards: (stage: Stage) => Promise<void> | void): Drill['begin'] {
  return async (stage) => {
    await stage.mute(minutes);
    const back = await badDeploy(stage);
    return async () => {
      await back();
      stage.stack.clock.speed = 600;
      await afterwards(stage);
    };
  };
}
