/**
 * The error budget's alarms, in minutes, when deliveries fail on a stack that is as young as a drill's: the long windows
 * have seen nothing but the last quarter of an hour, so they ring as soon as the short ones.
 */
export const burning = {
  'failing-deliveries_5m': 4,
  'failing-deliveries_1h': 4,
  'failing-deliveries_30m': 4,
  'failing-deliveries_6h': 4,
  'spent-budget_6h': 4,
} as const;

/** Evaluated at the full hour. */
export const burningLong = ['spent-budget_3d'];

/** The six hours that an alarm looks back on have to pass. */
export const afterBurning = 6 * 60 + 10;
