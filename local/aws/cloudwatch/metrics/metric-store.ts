import { Distribution, type StatisticSet } from './distribution.ts';
import { type Metric, metricIdentity, type Unit } from './metric.ts';
import { Series } from './series.ts';
import { type MetricWindow, timesOf } from './window.ts';

export interface MetricDatum {
  readonly metric: Metric;
  readonly unit: Unit;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly set: StatisticSet;
}

/** The values of a metric from `at` on, for one period. */
export interface Point {
  readonly at: number;
  readonly values: Distribution;
}

export interface StoredMetric {
  readonly metric: Metric;
  /** When the newest of its values were recorded, in milliseconds since the epoch. */
  readonly lastAt: number;
}

interface Stored extends StoredMetric {
  lastAt: number;
  /** The count of all values when it got its last. */
  recorded: number;
  readonly byUnit: Map<Unit, Series>;
}

/** Values with older and newer timestamps are refused: "Timestamps" in the CloudWatch user guide's concepts. */
export const maximumPastMs = 14 * 24 * 60 * 60 * 1000;
export const maximumFutureMs = 2 * 60 * 60 * 1000;

/**
 * Every metric of the run, in flat memory: what a metric keeps is bounded by the tiers, and of metrics that are more
 * than `maximumMetrics`, as a dimension with too many values makes them, those that got nothing for longest are dropped.
 */
export class MetricStore {
  readonly #metrics = new Map<string, Stored>();
  readonly #now: () => number;
  readonly #maximumMetrics: number;
  #recorded = 0;
  #warned = false;

  constructor(now: () => number, maximumMetrics = 2000) {
    this.#now = now;
    this.#maximumMetrics = maximumMetrics;
  }

  record({ metric, unit, at, set }: MetricDatum): void {
    const key = metricIdentity(metric);
    const stored = this.#metrics.get(key) ?? this.#begin(key, { metric, lastAt: at, recorded: 0, byUnit: new Map() });
    stored.lastAt = Math.max(stored.lastAt, at);
    stored.recorded = ++this.#recorded;
    let series = stored.byUnit.get(unit);
    if (!series) {
      series = new Series();
      stored.byUnit.set(unit, series);
    }
    series.add(at, set, this.#now());
  }

  list(): readonly StoredMetric[] {
    return [...this.#metrics.values()];
  }

  units(metric: Metric): readonly Unit[] {
    return [...(this.#metrics.get(metricIdentity(metric))?.byUnit.keys() ?? [])];
  }

  /** The points that have values, oldest first; without a unit those of all units together. */
  points(metric: Metric, window: MetricWindow, unit?: Unit): readonly Point[] {
    const byUnit = this.#metrics.get(metricIdentity(metric))?.byUnit;
    const series = [...(byUnit ?? [])].filter(([known]) => unit === undefined || known === unit).map(([, one]) => one);
    if (series.length === 0) return [];
    const points = timesOf(window).map((at) => {
      const values = new Distribution();
      for (const one of series) one.collect(window.tier, at, at + window.periodMs, values);
      return { at, values };
    });
    return points.filter(({ values }) => values.sampleCount > 0);
  }

  #begin(key: string, stored: Stored): Stored {
    if (this.#metrics.size === this.#maximumMetrics) this.#dropLeastRecent();
    this.#metrics.set(key, stored);
    return stored;
  }

  #dropLeastRecent(): void {
    const [oldest] = [...this.#metrics].sort(([, one], [, other]) => one.recorded - other.recorded)[0] ?? [];
    if (oldest !== undefined) this.#metrics.delete(oldest);
    if (this.#warned) return;
    this.#warned = true;
    console.error(
      `the local CloudWatch keeps ${this.#maximumMetrics} metrics and drops those that got nothing for longest: does a dimension have too many values?`,
    );
  }
}
