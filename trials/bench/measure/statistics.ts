/** How a measure came out over its repetitions, in its own unit. */
export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
  /** Between the quartiles: half of the repetitions lie within it. */
  readonly spread: number;
}

export function summary(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((one, other) => one - other);
  const at = (part: number) => rounded(percentile(sorted, part));
  return { p50: at(0.5), p99: at(0.99), min: at(0), max: at(1), spread: rounded(at(0.75) - at(0.25)) };
}

/** Between the two nearest samples where no sample lies at that part. */
function percentile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** To a microsecond, where the unit is a millisecond. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
