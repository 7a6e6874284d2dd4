import type { Fault } from '../../local/faults.ts';
import type { Drill, Stage } from '../drill.ts';
import { afterBurning, burning, burningLong } from './burning.ts';
import { injecting } from './publication.ts';

/**
 * Half a minute a second: after a fetch that failed the function asks again 10 s later, which are five minutes then and
 * not ten.
 */
const standard = {
  minutesASecond: 0.5,
  rate: 10,
  lasts: 35,
  clears: 25,
  // So that environments ask again and again while the drill lasts.
  settings: { secretCacheSeconds: 2 },
} as const;

const ticket = { topic: 'ticket', alarm: 'secret-fetch-failures', within: 34 } as const;

export const secrets: readonly Drill[] = [
  {
    ...standard,
    name: 'secrets-failing',
    what: 'Secrets Manager answers 500, and environments have their secrets',
    begin: injecting(asking({ kind: 'refuse', status: 500, code: 'InternalServiceError' })),
    rings: { 'secret-fetch-failures': 13 },
    tells: ticket,
  },
  {
    ...standard,
    name: 'secrets-slow',
    what: 'Secrets Manager takes longer than the function waits, and environments have their secrets',
    settings: { ...standard.settings, objectives: { availability: 99.9, latencyMs: 3_000, coldStartMs: 1_000 } },
    begin: injecting(asking({ kind: 'slow', milliseconds: 5_000 })),
    rings: { 'secret-fetch-failures': 13 },
    tells: ticket,
  },
  {
    ...standard,
    name: 'secrets-unreachable',
    what: 'Secrets Manager cannot be reached, and environments have their secrets',
    begin: injecting(asking({ kind: 'unreachable' })),
    rings: { 'secret-fetch-failures': 13 },
    tells: ticket,
  },
  {
    ...standard,
    name: 'secrets-unreachable-at-cold-start',
    what: 'Secrets Manager cannot be reached, and all environments are new',
    lasts: 20,
    clears: afterBurning,
    begin: async (stage: Stage) => {
      const end = injecting(asking({ kind: 'unreachable' }))(stage);
      const { lambda } = stage.stack;
      await lambda.deploy(lambda.configuration.codeDirectory);
      return end;
    },
    may: burningLong,
    rings: { ...burning, 'secret-fetch-failures': 13 },
    tells: { topic: 'page', alarm: 'failing-deliveries', within: 5 },
  },
];

function asking(fault: Fault) {
  return { service: 'secretsmanager', operation: 'GetSecretValue', fault };
}
