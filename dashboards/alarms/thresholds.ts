import { senderPatienceMs } from '../../function/time-budget.ts';

/*
 * What the stack is held to, and from where on somebody is told: the settings `objectives` and `thresholds`. Each stands
 * here once; the schema of the settings and the type of what alarms go by derive from it, and a test compares Pulumi.yaml
 * and README.md with it.
 */

/**
 * What a setting may be. Those in percent and multiples (×) may have a fraction. Where a stack sets none, the default
 * holds: so that an environment sets one and keeps the others.
 */
export interface ThresholdSetting {
  readonly unit: '%' | '×' | 'ms' | 'minutes' | 'days' | 'deliveries';
  readonly from: number;
  readonly to: number;
  readonly default: number;
  /** For README.md. */
  readonly meaning: string;
}

export const objectives = {
  availability: {
    unit: '%',
    from: 95,
    to: 99.999,
    default: 99.9,
    meaning: 'share of requests that get no 5xx and are not turned away',
  },
  latencyMs: {
    unit: 'ms',
    from: 1,
    to: senderPatienceMs,
    default: 1_000,
    meaning: 'what 99 of 100 answers may take, as the Function URL measures it',
  },
  coldStartMs: {
    unit: 'ms',
    from: 1,
    // Lambda gives INIT ten seconds.
    to: 10_000,
    default: 1_000,
    meaning: 'what 9 of 10 cold starts that a sender waits for may take, from the start of the process to the answer',
  },
} as const satisfies Readonly<Record<string, ThresholdSetting>>;

/** How many times as fast as it may the error budget goes, over a long window and over a short one. */
export const burnRates = {
  pageFast: burnRate(14.4, 'an hour and over five minutes: page'),
  pageSlow: burnRate(6, 'six hours and over half an hour: page'),
  ticket: burnRate(1, 'three days and over six hours: ticket'),
};

/** Where no objective says so. */
export const thresholds = {
  concurrencyPercent: share(80, 'share of the reserved concurrency in use'),
  parkedPercent: share(5, 'share of deliveries that have to be parked'),
  retriedPercent: share(20, 'publications tried again, per hundred deliveries'),
  parkedMinutes: { unit: 'minutes', from: 1, to: 60, default: 5, meaning: 'how long parked deliveries may wait' },
  missedRotationPercent: share(
    99.9,
    'share of deliveries without a valid signature, of all that came to a signature, from which on no sender gets through',
  ),
  wrongSignaturePercent: share(20, 'share of deliveries without a valid signature, while others get through'),
  stalePercent: share(5, 'share of deliveries refused for their time'),
  refusedOfSource: {
    unit: 'deliveries',
    from: 1,
    to: 1_000,
    default: 5,
    meaning: 'how many of a source are refused in an hour in which none of it is taken',
  },
  secretDays: { unit: 'days', from: 0, to: 3_650, default: 90, meaning: 'how old a secret may become; 0 for any age' },
} as const satisfies Readonly<Record<string, ThresholdSetting>>;

export type Objectives = Readonly<Record<keyof typeof objectives, number>>;

export type Thresholds = Readonly<Record<keyof typeof thresholds, number>> & {
  readonly burnRates: Readonly<Record<keyof typeof burnRates, number>>;
};

function burnRate(rate: number, windows: string): ThresholdSetting {
  const meaning = `how many times as fast as the objective allows the error budget goes, over ${windows}`;
  return { unit: '×', from: 0.1, to: 1_000, default: rate, meaning };
}

function share(percent: number, meaning: string): ThresholdSetting {
  return { unit: '%', from: 0.1, to: 100, default: percent, meaning };
}
