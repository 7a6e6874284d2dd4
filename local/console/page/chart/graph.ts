import type { Marking } from './annotations.ts';
import type { Series } from './series.ts';

/** What a graph over time shows, whatever asked for it. */
export interface Graph {
  readonly series: readonly Series[];
  readonly isStacked: boolean;
  readonly markings: readonly Marking[];
  readonly left: Axis;
  readonly right: Axis;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** `yAxis.left` and `.right` of a metric widget. */
export interface Axis {
  readonly label?: string;
  readonly showUnits?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** In words what the graph shows: for whoever does not see it. */
export function summary({ series, markings }: Graph, format: (value: number) => string): string {
  const lines = series.map(({ label, points }) => {
    const values = points.map(({ value }) => value);
    if (values.length === 0) return `${label}: no datapoints`;
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return `${label}: latest ${format(values.at(-1) ?? 0)}, from ${format(low)} to ${format(high)}`;
  });
  const across = markings.filter(({ direction }) => direction === 'horizontal');
  return [...lines, ...across.map(({ label, from }) => `a line at ${format(from)}: ${label}`)].join('; ');
}
