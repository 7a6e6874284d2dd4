import { Distribution, type StatisticSet } from './distribution.ts';
import { Minutes } from './minutes.ts';
import { minuteTotals, type Tier, tiers } from './window.ts';

/** The values of one metric in one unit, aggregated at once into the buckets of every tier. */
export class Series {
  readonly #tiers = new Map<Tier, Map<number, Distribution>>(tiers.map((tier) => [tier, new Map()]));
  readonly #minutes = new Minutes(minuteTotals.keptMs);

  add(at: number, set: StatisticSet, now: number): void {
    this.#minutes.add(at, set, now);
    for (const [tier, buckets] of this.#tiers) {
      const start = Math.floor(at / tier.widthMs) * tier.widthMs;
      if (start < now - tier.keptMs) continue;
      let bucket = buckets.get(start);
      if (!bucket) {
        dropOlder(buckets, now - tier.keptMs);
        bucket = new Distribution();
        buckets.set(start, bucket);
      }
      bucket.addSet(set);
    }
  }

  /** Merges what was recorded in a span whose ends are edges of the tier's buckets into the distribution. */
  collect(tier: Tier, from: number, to: number, into: Distribution): void {
    if (tier === minuteTotals) {
      this.#minutes.collect(from, to, into);
      return;
    }
    const buckets = this.#tiers.get(tier);
    for (let start = from; start < to; start += tier.widthMs) {
      const bucket = buckets?.get(start);
      if (bucket) into.merge(bucket);
    }
  }
}

function dropOlder(buckets: Map<number, unknown>, keptSince: number): void {
  for (const start of buckets.keys()) if (start < keptSince) buckets.delete(start);
}
