import type { Distribution, StatisticSet } from './distribution.ts';

const minute = 60_000;
const blockMinutes = 60;
const blockMs = blockMinutes * minute;

/** Numbers that a minute takes: count, sum, minimum and maximum. */
const width = 4;

/**
 * The totals of every minute of some days, without the spread of its values: what a window of hours that moves on
 * minute by minute is summed up from. An hour of a metric takes 2 kB, and summing up a day some microseconds.
 */
export class Minutes {
  readonly #keptMs: number;
  readonly #blocks = new Map<number, Float64Array>();

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  add(at: number, { sampleCount, sum, minimum, maximum }: StatisticSet, now: number): void {
    const block = this.#blockOf(Math.floor(at / blockMs), now);
    if (!block) return;
    const index = (Math.floor(at / minute) % blockMinutes) * width;
    const count = block[index] ?? 0;
    block[index] = count + sampleCount;
    block[index + 1] = (block[index + 1] ?? 0) + sum;
    block[index + 2] = count === 0 ? minimum : Math.min(block[index + 2] ?? 0, minimum);
    block[index + 3] = count === 0 ? maximum : Math.max(block[index + 3] ?? 0, maximum);
  }

  /** Both ends are whole minutes. */
  collect(from: number, to: number, into: Distribution): void {
    const total = {
      sampleCount: 0,
      sum: 0,
      minimum: Number.POSITIVE_INFINITY,
      maximum: Number.NEGATIVE_INFINITY,
    };
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / blockMs);
      const end = Math.min(to, (hour + 1) * blockMs);
      const block = this.#blocks.get(hour);
      if (block) addUp(block, (at - hour * blockMs) / minute, (end - hour * blockMs) / minute, total);
      at = end;
    }
    if (total.sampleCount > 0) into.addTotals(total);
  }

  #blockOf(hour: number, now: number): Float64Array | undefined {
    const oldest = Math.floor((now - this.#keptMs) / blockMs);
    if (hour < oldest) return undefined;
    const known = this.#blocks.get(hour);
    if (known) return known;
    for (const start of this.#blocks.keys()) if (start < oldest) this.#blocks.delete(start);
    const block = new Float64Array(blockMinutes * width);
    this.#blocks.set(hour, block);
    return block;
  }
}

type Total = { -readonly [K in keyof StatisticSet]: number };

function addUp(block: Float64Array, from: number, to: number, total: Total): void {
  for (let at = from * width; at < to * width; at += width) {
    const count = block[at] ?? 0;
    if (count === 0) continue;
    total.sampleCount += count;
    total.sum += block[at + 1] ?? 0;
    total.minimum = Math.min(total.minimum, block[at + 2] ?? 0);
    total.maximum = Math.max(total.maximum, block[at + 3] ?? 0);
  }
}
