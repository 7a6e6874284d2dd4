/** A stretch of time that ends now. */
export interface TimeRange {
  readonly seconds: number;
  /** As it stands in a sentence: "in the last 15 min". */
  readonly label: string;
}

/** By the value they have in a link. */
export const timeRanges = {
  '15m': { seconds: 900, label: '15 min' },
  '1h': { seconds: 3600, label: '1 h' },
  '3h': { seconds: 10_800, label: '3 h' },
} as const satisfies Record<string, TimeRange>;

export type RangeName = keyof typeof timeRanges;

/** The one in the link. A run on a laptop is young, so the shortest is where one begins. */
export function rangeName(chosen: string | undefined): RangeName {
  return chosen !== undefined && Object.hasOwn(timeRanges, chosen) ? (chosen as RangeName) : '15m';
}

export function timeRange(chosen: string | undefined): TimeRange {
  return timeRanges[rangeName(chosen)];
}
