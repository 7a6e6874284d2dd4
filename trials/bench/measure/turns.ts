/** How far the run is, and whether it is to go on. */
export interface Pace {
  /** Says what is measured next. @throws the reason of an interruption */
  readonly step: (part: string, what: string) => void;
  /** @throws the reason of an interruption */
  readonly check: () => void;
}

/**
 * The turns of a round, each round begun by another one: what a turn leaves behind for the next (a warm cache, a busy
 * disk) falls on every peer in the end.
 */
export function rotated<T>(turns: readonly T[], round: number): readonly T[] {
  const first = round % turns.length;
  return [...turns.slice(first), ...turns.slice(0, first)];
}
