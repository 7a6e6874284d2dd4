import { entry } from '../code.ts';
import type { Drill, End, Files, Stage } from '../drill.ts';
import { afterBurning, burning, burningLong } from './burning.ts';
import { injecting, publishing } from './publication.ts';

const standard = { minutesASecond: 1, rate: 5, lasts: 20, clears: afterBurning } as const;
const failing = { topic: 'page', alarm: 'failing-deliveries', within: 5 } as const;

export const theFunction: readonly Drill[] = [
  {
    ...standard,
    name: 'throwing',
    what: 'a deployed handler throws at every delivery',
    begin: deploying(entry("async () => { throw new Error('a drill'); }")),
    may: burningLong,
    rings: { ...burning, 'function-errors': 4 },
    tells: failing,
  },
  {
    ...standard,
    rate: 2,
    name: 'hanging',
    what: 'a deployed handler never answers',
    begin: deploying(entry('() => new Promise((resolve) => setTimeout(resolve, 60_000))')),
    may: burningLong,
    rings: { ...burning, 'function-errors': 9, timeouts: 9, 'slow-answers': 19 },
    tells: { ...failing, within: 9 },
  },
  {
    ...standard,
    rate: 1,
    name: 'out-of-memory',
    what: 'a deployed handler takes all memory there is',
    begin: deploying(
      entry('async () => { for (const kept = []; ; ) kept.push(Array.from({ length: 100_000 }, () => ({}))); }'),
    ),
    may: burningLong,
    rings: { ...burning, 'function-errors': 9 },
    tells: { ...failing, within: 9 },
  },
  {
    ...standard,
    name: 'bad-deploy',
    what: 'the function is deployed without a file that it needs',
    begin: deploying(({ 'sdk.cjs': _missing, ...files }) => files),
    may: burningLong,
    rings: { ...burning, 'function-errors': 4, 'failed-inits': 4 },
    tells: failing,
  },
  {
    ...standard,
    rate: 10,
    name: 'concurrency-exhausted',
    what: 'twice as many deliveries come at once as the reserved concurrency takes',
    settings: { reservedConcurrency: 4 },
    begin: injecting(publishing({ kind: 'slow', milliseconds: 800 })),
    may: burningLong,
    rings: { ...burning, 'throttled-deliveries': 4, 'concurrency-near-cap': 8 },
    tells: failing,
  },
  {
    ...standard,
    rate: 10,
    lasts: 35,
    clears: 20,
    name: 'concurrency-near-cap',
    what: 'EventBridge takes 0.75 s, so that most of the reserved concurrency is in use',
    settings: { reservedConcurrency: 9 },
    begin: injecting(publishing({ kind: 'slow', milliseconds: 750 })),
    rings: { 'concurrency-near-cap': 9 },
    tells: { topic: 'ticket', alarm: 'concurrency-near-cap', within: 34 },
  },
  {
    ...standard,
    minutesASecond: 6,
    lasts: 240,
    clears: 200,
    name: 'slow-cold-starts',
    what: 'a deployed function takes three times as long to start',
    settings: { objectives: { availability: 99.9, latencyMs: 5_000, coldStartMs: 700 } },
    begin: async (stage) => {
      const wait = 'const until = performance.now() + 700; while (performance.now() < until);';
      await stage.deploy(entry('real', wait));
      const replacing = setInterval(() => void stage.stack.lambda.recycle(), 1_000);
      return async () => {
        clearInterval(replacing);
        await back(stage);
      };
    },
    rings: { 'slow-cold-starts': 185 },
    tells: { topic: 'ticket', alarm: 'slow-cold-starts', within: 210 },
  },
];

export function deploying(change: (files: Files) => Files): (stage: Stage) => Promise<End> {
  return async (stage) => {
    await stage.deploy(change);
    return () => back(stage);
  };
}

function back({ stack: { lambda } }: Stage): Promise<void> {
  return lambda.deploy(lambda.configuration.codeDirectory);
}
