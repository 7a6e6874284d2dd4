import type { Drill, Stage } from '../drill.ts';
import { entry } from '../injections/deployed-code.ts';
import { stuckParking } from '../injections/queues.ts';

/**
 * Ten cold starts an hour, all of them slow: two hours that they are the most of. A cold start takes some 0.4 s on a
 * laptop, and 1.5 s when it waits as well: above the budget of 1 s, and not above twice as much.
 */
const standard = {
  minutesASecond: 6,
  rate: 3,
  lasts: 150,
  // CloudWatch looks at the newest three of five hours that have cold starts, and there are no more of them.
  clears: 310,
  // Senders may wait, so that this is not about slow answers.
  settings: { objectives: { availability: 99.9, latencyMs: 5_000, coldStartMs: 1_000 } },
} as const;

export const coldStarts: readonly Drill[] = [
  {
    ...standard,
    name: 'slow-cold-starts',
    what: 'a deployed function takes three times as long to start',
    begin: slowly,
    rings: { 'slow-cold-starts': 130 },
    tells: { topic: 'ticket', alarm: 'slow-cold-starts', within: 134 },
  },
  {
    ...standard,
    lasts: 200,
    clears: 10,
    name: 'slow-cold-starts-while-parked',
    what: 'the same, while a parked delivery that does not get to the bus calls somebody already',
    begin: async (stage) => {
      // What is parked at once is to be so within a minute or two.
      const drain = await stage.atSpeed(1, () => stuckParking(stage));
      const end = await slowly(stage);
      return async () => {
        // Without a delivery there is no other cold start, which on a busy machine may be slow as well.
        stage.load.rate = 0;
        await end();
        // Until the slow hours are not among the three that it looks at, and the two before.
        await stage.atSpeed(30, () => stage.minutes(310));
        // By the wall's clock the pipe looks again.
        stage.stack.clock.speed = 60;
        await drain();
      };
    },
    rings: { 'parked-deliveries': 60, 'slow-cold-starts': 190 },
    mayRing: ['publish-retries'],
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 65 },
  },
];

async function slowly({ stack, deploy, every }: Stage): Promise<() => Promise<void>> {
  const back = await deploy(entry('real', 'await new Promise((resolve) => setTimeout(resolve, 1100));'));
  const stop = every(6, () => void stack.lambda.recycle());
  return async () => {
    await stop();
    await back();
  };
}
