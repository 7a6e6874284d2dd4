import type { Drill } from '../drill.ts';
import { asking, injecting } from '../injections/aws-faults.ts';
import { rotate } from '../injections/rotation.ts';
import { burnRateAlarms, minutesUntilBurnRatesClear, threeDayAlarm } from './burn-rates.ts';

/**
 * After a fetch that failed an environment asks again 10 s later, which are six minutes then: with a single environment
 * there is never more than one failure in five minutes, and always one in two of three such periods. Others are there for
 * deliveries that meet, because a new one would have no secret at all.
 */
const standard = {
  minutesASecond: 0.6,
  rate: 3,
  warm: 3,
  lasts: 16,
  clears: 20,
  // So that environments ask again and again while the drill lasts.
  settings: { secretCacheSeconds: 2 },
} as const;

const rings = { 'secret-fetch-failures': 13 } as const satisfies Drill['rings'];
const tells = { topic: 'ticket', alarm: 'secret-fetch-failures', within: 17 } as const;

const dayMs = 24 * 60 * 60 * 1000;

export const secrets: readonly Drill[] = [
  {
    ...standard,
    name: 'secrets-failing',
    what: 'Secrets Manager answers 500, and environments have their secrets',
    begin: injecting(asking({ kind: 'refuse', status: 500, code: 'InternalServiceError' })),
    rings,
    tells,
  },
  {
    ...standard,
    rate: 1,
    // Each waits `secretFetchLimitMs` for its fetch, while others are needed.
    warm: 5,
    name: 'secrets-slow',
    what: 'Secrets Manager takes longer than the function waits, and environments have their secrets',
    // The wait is within the objective, so that this is not about slow answers.
    settings: { ...standard.settings, objectives: { availability: 99.9, latencyMs: 3_000, coldStartMs: 1_000 } },
    begin: injecting(asking({ kind: 'slow', milliseconds: 5_000 })),
    rings,
    tells,
  },
  {
    ...standard,
    name: 'secrets-unreachable',
    what: 'Secrets Manager cannot be reached, and environments have their secrets',
    begin: injecting(asking({ kind: 'unreachable' })),
    rings,
    tells,
  },
  {
    ...standard,
    name: 'secrets-unreachable-at-cold-start',
    what: 'Secrets Manager cannot be reached, and all environments are new',
    clears: minutesUntilBurnRatesClear,
    begin: async (stage) => {
      const end = injecting(asking({ kind: 'unreachable' }))(stage);
      // The same code, so there is no way back to take.
      await stage.deploy((files) => files);
      return end;
    },
    rings: { ...burnRateAlarms(4), ...rings },
    mayRing: threeDayAlarm,
    tells: { topic: 'page', alarm: 'failing-deliveries', within: 4 },
  },
  {
    ...standard,
    name: 'secret-too-old',
    what: 'a secret becomes older than the day that it may',
    settings: { ...standard.settings, thresholds: { secretDays: 1 } },
    // The stack is up and has been calm by the time that it is a day old.
    secretAgeMs: dayMs - 30_000,
    lasts: 25,
    // What it watches is an hour's maximum.
    clears: 70,
    begin: (stage) => () => rotate(stage),
    rings: { 'old-secrets_momento': 22 },
    tells: { topic: 'ticket', alarm: 'old-secrets', within: 26 },
  },
];
