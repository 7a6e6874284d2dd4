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

/** Covers values as far apart as 1 and 10⁸. */
const maximumBins = 2048;

/**
 * Counts, sums and a histogram whose bins grow by 1 %, so that a percentile is at most 1 % off, and exact where a bin
 * holds equal values: it answers with the mean of the bin. Memory is bounded: where values lie further apart than the
 * bins reach, the smallest share one.
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
  #zeros = 0;
  /** The bin of the first element of both arrays; bin n holds values above 1.01ⁿ⁻¹ and up to 1.01ⁿ. */
  #first = 0;
  #counts = new Float64Array(0);
  #sums = new Float64Array(0);

  add(value: number, count = 1): void {
    this.addSet({ sampleCount: count, sum: value * count, minimum: value, maximum: value });
  }

  addSet(set: StatisticSet): void {
    this.#addTotals(set);
    if (set.minimum < 0 || set.minimum !== set.maximum) this.spreadIsKnown = false;
    else this.#addToBin(set.minimum, set.sampleCount, set.sum);
  }

  merge(other: Distribution): void {
    this.#addTotals(other);
    this.spreadIsKnown &&= other.spreadIsKnown;
    this.#zeros += other.#zeros;
    for (const [index, count] of other.#counts.entries()) {
      if (count > 0) this.#addAt(other.#first + index, count, other.#sums[index] ?? 0);
    }
  }

  /** From the smallest values to the largest. */
  bins(): readonly Bin[] {
    const bins: Bin[] = this.#zeros > 0 ? [{ value: 0, count: this.#zeros }] : [];
    for (const [index, count] of this.#counts.entries()) {
      if (count > 0) bins.push({ value: (this.#sums[index] ?? 0) / count, count });
    }
    return bins;
  }

  #addTotals({ sampleCount, sum, minimum, maximum }: StatisticSet): void {
    this.sampleCount += sampleCount;
    this.sum += sum;
    this.minimum = Math.min(this.minimum, minimum);
    this.maximum = Math.max(this.maximum, maximum);
  }

  #addToBin(value: number, count: number, sum: number): void {
    if (value === 0) this.#zeros += count;
    else this.#addAt(Math.ceil(Math.log(value) / growth), count, sum);
  }

  #addAt(bin: number, count: number, sum: number): void {
    this.#reach(bin);
    const index = Math.max(bin - this.#first, 0);
    this.#counts[index] = (this.#counts[index] ?? 0) + count;
    this.#sums[index] = (this.#sums[index] ?? 0) + sum;
  }

  /** Widens the arrays so that they hold the bin, as far as they may. */
  #reach(bin: number): void {
    const { length } = this.#counts;
    const last = length === 0 ? bin : Math.max(bin, this.#first + length - 1);
    const first = Math.max(length === 0 ? bin : Math.min(bin, this.#first), last - maximumBins + 1);
    if (length > 0 && first === this.#first && last < first + length) return;
    // Some bins more on each side, because the next values lie nearby.
    const from = Math.max(first - 8, last - maximumBins + 1);
    const [counts, sums, formerFirst] = [this.#counts, this.#sums, this.#first];
    this.#counts = new Float64Array(Math.min(last + 8 - from + 1, maximumBins));
    this.#sums = new Float64Array(this.#counts.length);
    this.#first = from;
    for (const [index, count] of counts.entries()) {
      const to = Math.max(formerFirst + index - from, 0);
      this.#counts[to] = (this.#counts[to] ?? 0) + count;
      this.#sums[to] = (this.#sums[to] ?? 0) + (sums[index] ?? 0);
    }
  }
}
