/** The status of a delivery that was taken: 200 when it lies on the bus, 202 when it is parked. */
export type TakenStatus = 200 | 202;

/** The deliveries that this environment has taken, so that one sent again is answered as before and not published twice. */
export interface Duplicates {
  /** What a delivery with this id was answered, when it is known. */
  readonly statusOf: (id: string) => TakenStatus | undefined;
  readonly remember: (id: string, status: TakenStatus) => void;
}

/**
 * A delivery is fresh for up to twice the freshness window: with the default of 60 s, 20 a second are 2,400, all in one
 * environment. Some 400 kB when full.
 */
const capacity = 4_096;

/**
 * Nothing is forgotten by time, because a delivery that is repeated later is refused as stale before it is looked up, or
 * is of a sender that signs no time, whose repeats this alone keeps from the bus, as long as the environment lives. An
 * environment serves one delivery at a time, so two of the same never meet here half done.
 */
export function createDuplicates(): Duplicates {
  const taken = new Map<string, TakenStatus>();
  return {
    statusOf: (id) => taken.get(id),
    remember(id, status) {
      taken.set(id, status);
      if (taken.size <= capacity) return;
      // The first key, which a full Map has, is the oldest. A repeat moves nothing, so replays push nothing out.
      taken.delete(taken.keys().next().value as string);
    },
  };
}
