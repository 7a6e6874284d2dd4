/** One line of a graph. */
export interface Series {
  readonly label: string;
  /** A colour of its own; otherwise the palette's next. */
  readonly color?: string;
  readonly axis: 'left' | 'right';
  /** Datapoints further apart than this have a gap between them. */
  readonly periodSeconds: number;
  /** In order of time. */
  readonly points: readonly Point[];
}

interface Point {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** Colours of the page's stylesheet, in the order in which series take them. */
const paletteSize = 10;

export function colorOf(series: Series, index: number): string {
  return series.color ?? `var(--series-${(index % paletteSize) + 1})`;
}

/**
 * The series on one common axis of times. Null breaks a line, undefined lets it pass: a series of 5 minutes among those
 * of one minute is whole, and a minute without datapoint is not drawn as if there had been one.
 */
export function aligned(series: readonly Series[]): {
  readonly times: number[];
  readonly values: (number | null | undefined)[][];
} {
  const found = new Set(series.flatMap(({ points }) => points.map(({ at }) => at)));
  for (const { points, periodSeconds } of series) {
    for (const [index, { at }] of points.entries()) {
      const next = points[index + 1]?.at ?? Infinity;
      if (next - at > periodSeconds && Number.isFinite(periodSeconds)) found.add(at + periodSeconds);
    }
  }
  const times = [...found].sort((one, other) => one - other);
  return { times, values: series.map((one) => onAxis(one, times)) };
}

function onAxis({ points, periodSeconds }: Series, times: readonly number[]): (number | null | undefined)[] {
  const byTime = new Map(points.map(({ at, value }) => [at, value]));
  let last = -Infinity;
  return times.map((time) => {
    const value = byTime.get(time);
    if (value !== undefined) last = time;
    return value ?? (time - last >= periodSeconds ? null : undefined);
  });
}

/** Each series on top of those before it. Where one has no datapoint it adds nothing. */
export function stacked(values: readonly (readonly (number | null | undefined)[])[]): number[][] {
  const sums: number[][] = [];
  for (const [index, own] of values.entries()) {
    const below = sums[index - 1];
    sums.push(own.map((value, time) => (value ?? 0) + (below?.[time] ?? 0)));
  }
  return sums;
}

export function latest({ points }: Series): number | undefined {
  return points.at(-1)?.value;
}
