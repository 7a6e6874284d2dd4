/** Two means, set against each other. Same unit as the samples. */
export interface Difference {
  readonly mean: number;
  /** Half of the interval that the true difference lies in with a probability of 95 %. */
  readonly within: number;
  /** Welch's t: how many standard errors the difference is. */
  readonly t: number;
}

/** Tests of leakage (ISO/IEC 17825, dudect) take a difference of fewer standard errors for none. */
export const threshold = 4.5;

/** Of the normal distribution, which t is with this many samples. */
const ninetyFivePercent = 1.96;

/** Welch's test, for samples whose variances may differ. */
export function difference(of: Float64Array, from: Float64Array): Difference {
  const mean = average(of) - average(from);
  const error = Math.sqrt(variance(of) / of.length + variance(from) / from.length);
  return { mean, within: ninetyFivePercent * error, t: mean / error };
}

export function average(samples: Float64Array): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function variance(samples: Float64Array): number {
  const mean = average(samples);
  return samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (samples.length - 1);
}

/**
 * Without the slowest tenth, by one limit for all: those were interrupted, by the collection of garbage or by another
 * process, whatever they compared.
 */
export function cropped(classes: readonly Float64Array[]): readonly Float64Array[] {
  const all = Float64Array.from(classes.flatMap((samples) => [...samples])).sort();
  const limit = all[Math.floor(0.9 * all.length)] ?? Number.POSITIVE_INFINITY;
  return classes.map((samples) => samples.filter((sample) => sample < limit));
}
