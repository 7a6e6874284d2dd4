import { z } from 'zod';
import { number, percentage, whole } from './values.ts';

const burnRate = number(0.1, 1_000);
const share = percentage(0.1, 100);

/** What the stack is held to. An environment sets one of these and keeps the others, so the defaults are here. */
export const objectives = z.strictObject(
  {
    availability: percentage(95, 99.999).default(99.9),
    /** A sender hangs up after 5 s. */
    latencyMs: whole(1, 5_000).default(1_000),
    /** Lambda gives INIT ten seconds. */
    coldStartMs: whole(1, 10_000).default(1_000),
  },
  'availability, latencyMs and coldStartMs',
);

/** From where on somebody is told, where no objective says so. Defaults are here for the same reason. */
export const thresholds = z.strictObject(
  {
    burnRates: z
      .strictObject(
        { pageFast: burnRate.default(14.4), pageSlow: burnRate.default(6), ticket: burnRate.default(1) },
        'pageFast, pageSlow and ticket',
      )
      .prefault({}),
    concurrencyPercent: share.default(80),
    parkedPercent: share.default(5),
    retriedPercent: share.default(20),
    parkedMinutes: whole(1, 60).default(5),
    missedRotationPercent: share.default(99.9),
    wrongSignaturePercent: share.default(20),
    stalePercent: share.default(5),
    refusedOfSource: whole(1, 1_000).default(5),
    /** 0 lets secrets become as old as they do. */
    secretDays: whole(0, 3_650).default(90),
  },
  'thresholds by name',
);
