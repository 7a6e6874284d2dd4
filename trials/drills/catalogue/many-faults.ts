import type { Drill } from '../drill.ts';
import { injecting, publishing } from '../injections/aws-faults.ts';
import { garbled } from '../injections/deployed-code.ts';
import { oneTargetFailure, parkedDeadLetter, stuckParking } from '../injections/queues.ts';
import { rotate } from '../injections/rotation.ts';
import { anyLatency } from './burn-rates.ts';

/** When the first has called somebody, at the latest. */
const called = 22;

export const manyFaults: readonly Drill[] = [
  {
    minutesASecond: 1,
    rate: 12,
    // A day old when somebody has been called.
    secretAgeMs: 24 * 60 * 60 * 1000 - 40_000,
    settings: {
      ...anyLatency,
      secretCacheSeconds: 2,
      thresholds: { secretDays: 1 },
    },
    lasts: 46,
    clears: 10,
    name: 'many-faults',
    what: 'one fault after the other, while a parked delivery that does not get to the bus calls somebody already',
    begin: async (stage) => {
      const { minutes } = stage;
      const drain = await stuckParking(stage);
      // Until it is late.
      await minutes(8);
      const letters = await parkedDeadLetter(stage);
      const failed = await oneTargetFailure(stage);
      const back = await stage.deploy(garbled);
      const healthy = injecting(publishing({ kind: 'entries', share: 0.4, code: 'InternalFailure' }))(stage);
      await minutes(26);
      await healthy();
      await back();
      return async () => {
        await rotate(stage);
        await letters();
        await failed();
        // The age of a secret is the maximum of an hour.
        await stage.atSpeed(10, () => minutes(62));
        await drain();
      };
    },
    rings: {
      'parked-deliveries': 18,
      'parked-dead-letters': called + 3,
      'target-failures_deliveries': called + 4,
      'dead-letters_deliveries_queue': called + 5,
      'lost-telemetry_malformed': called + 11,
      'lost-telemetry_missing': called + 14,
      'publish-retries': called + 14,
      'old-secrets_momento': called + 22,
    },
    tells: { topic: 'page', alarm: 'parked-deliveries', within: called },
  },
];
