/**
 * The turns of a round, each round begun by another one: what a turn leaves behind for the next (a warm cache, a busy
 * disk) falls on every peer in the end.
 */
export function rotated<T>(turns: readonly T[], round: number): readonly T[] {
  const first = round % turns.length;
  return [...turns.slice(first), ...turns.slice(0, first)];
}
