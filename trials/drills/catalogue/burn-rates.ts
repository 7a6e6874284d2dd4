import type { Drill } from '../drill.ts';

/**
 * The alarms on the error budget, in minutes, when deliveries fail on a stack that is as young as a drill's: the long
 * windows have seen nothing but the last minutes, so they ring as soon as the short ones, once two have failed.
 */
export function burnRateAlarms(within: number) {
  return {
    'failing-deliveries_5m': within,
    'failing-deliveries_1h': within,
    'failing-deliveries_30m': within,
    'failing-deliveries_6h': within,
    'spent-budget_6h': within,
  } as const satisfies Drill['rings'];
}

/** What looks back on days is evaluated at the full hour, which may or may not fall into a drill. */
export const threeDayAlarm = ['spent-budget_3d'] as const satisfies Drill['mayRing'];

/** The six hours that an alarm looks back on have to pass. */
export const minutesUntilBurnRatesClear = 6 * 60 + 10;

/** How long what fails takes depends on the machine, so this is not about slow answers. */
export const anyLatency = { objectives: { availability: 99.9, latencyMs: 5_000, coldStartMs: 10_000 } };
