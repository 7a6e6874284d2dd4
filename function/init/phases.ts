/*
 * The phases of a cold start, for everything that names them: metrics, log keys, subsegments, queries, dashboards. What
 * happens in each stands in phase-descriptions.ts, apart, because every byte here is parsed at every cold start.
 */

/** What INIT is made of, in the order it happens. */
export const initPhases = ['runtime', 'builtins', 'sdk', 'telemetry', 'clients', 'warmup'] as const;

/** From the end of INIT to the first answer. */
const deliveryPhases = ['wait', 'handler', 'publish'] as const;

/** They follow one another without a gap, and sum to the time from the start of the process to the first answer. */
export const phases = [...initPhases, ...deliveryPhases] as const;

/** What runs inside `warmup`, at the same time as each other. */
export const warmupParts = ['secret', 'connect'] as const;

export type InitPhase = (typeof initPhases)[number];
export type Phase = (typeof phases)[number];
export type WarmupPart = (typeof warmupParts)[number];
