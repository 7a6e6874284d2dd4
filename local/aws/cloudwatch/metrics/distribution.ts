/** Values of one metric in one bucket of time, as CloudWatch's statistic set, and what is known of their spread. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Values that lie within 1 % of each other, by their number and their mean. */
export interface Bin {
  readonly value: number;
  readonly count: number;
}

const growth = Math.log(1.01);

/** More than values from 1 to 10⁸ take; beyond, the two smallest bins become one. */
const maximumBins = 2048;

/** Numbers that a bin takes: its index, its count and its sum. Bin n holds values above 1.01ⁿ⁻¹ and up to 1.01ⁿ. */
const width = 3;

/**
 * Counts, sums and a histogram whose bins grow by 1 %, so that a percentile is at most 1 % off, and exact where a bin
 * holds equal values: it answers with the mean of the bin. Only bins with values take memory, and they are bounded.
 */
export class Distribution implements StatisticSet {
  sampleCount = 0;
  sum = 0;
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  /**
   * CloudWatch has no percentiles, and nothing like them, of negative values and of statistic sets that do not tell
   * their values. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
   */
  spreadIsKnown = true;
  /** The bins by index, one after the other: thousands of these live at once, and nothing is smaller. */
  readonly #bins: number[] = [];

  add(value: number): void {
    this.addSet({ sampleCount: 1, sum: value, minimum: value, maximum: value });
  }

  addSet(set: StatisticSet): void {
    this.#addTotals(set);
    if (set.minimum < 0 || set.minimum !== set.maximum) this.spreadIsKnown = false;
    else this.#addToBin(binOf(set.minimum), set.sampleCount, set.sum);
  }

  /** Of values whose spread is lost. */
  addTotals(set: StatisticSet): void {
    this.#addTotals(set);
    this.spreadIsKnown = false;
  }

  merge(other: Distribution): void {
    this.#addTotals(other);
    this.spreadIsKnown &&= other.spreadIsKnown;
    for (let at = 0; at < other.#bins.length; at += width) {
      this.#addToBin(other.#bins[at] ?? 0, other.#bins[at + 1] ?? 0, other.#bins[at + 2] ?? 0);
    }
  }

  /** From the smallest values to the largest. */
  bins(): readonly Bin[] {
    const found: Bin[] = [];
    for (let at = 0; at < this.#bins.length; at += width) {
      const count = this.#bins[at + 1] ?? 0;
      found.push({ value: (this.#bins[at + 2] ?? 0) / count, count });
    }
    return found;
  }

  #addTotals({ sampleCount, sum, minimum, maximum }: StatisticSet): void {
    this.sampleCount += sampleCount;
    this.sum += sum;
    this.minimum = Math.min(this.minimum, minimum);
    this.maximum = Math.max(this.maximum, maximum);
  }

  #addToBin(bin: number, count: number, sum: number): void {
    const at = this.#positionOf(bin);
    if (this.#bins[at] !== bin) this.#bins.splice(at, 0, bin, 0, 0);
    this.#bins[at + 1] = (this.#bins[at + 1] ?? 0) + count;
    this.#bins[at + 2] = (this.#bins[at + 2] ?? 0) + sum;
    if (this.#bins.length > maximumBins * width) this.#joinSmallest();
  }

  /** Where the bin is, or where it belongs. */
  #positionOf(bin: number): number {
    let [low, high] = [0, this.#bins.length / width];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bins[middle * width] ?? 0) < bin) low = middle + 1;
      else high = middle;
    }
    return low * width;
  }

  #joinSmallest(): void {
    const [, count = 0, sum = 0] = this.#bins.splice(0, width);
    this.#bins[1] = (this.#bins[1] ?? 0) + count;
    this.#bins[2] = (this.#bins[2] ?? 0) + sum;
  }
}

/** 0 has a bin of its own, before all others. */
function binOf(value: number): number {
  return value === 0 ? Number.NEGATIVE_INFINITY : Math.ceil(Math.log(value) / growth);
}
