import { notLocal, validationError } from '../errors.ts';
import { evaluate } from '../math/evaluate.ts';
import { calls, type Expression, references } from '../math/expression.ts';
import { isArray, isScalar, type Maybe, type TimeSeries, type Value } from '../math/values.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { type MetricWindow, metricWindow, timesOf } from '../metrics/window.ts';
import type { DataQuery, MetricQuery } from './metric-data-queries.ts';

export interface Span {
  /** Milliseconds since the epoch, as `end` and `now`. */
  readonly start: number;
  readonly end: number;
  readonly now: number;
}

/** One line of a graph: a value, or none, for each of its times. */
export interface Result {
  readonly id: string;
  readonly label: string;
  readonly times: readonly number[];
  readonly points: readonly Maybe[];
}

/** What the returned queries come to, oldest point first. An expression may give several series under its id. */
export function evaluateQueries(queries: readonly DataQuery[], store: MetricStore, span: Span): readonly Result[] {
  // All series of a request have the same times, so one that needs more decides for all.
  const needsSpread = queries.some((query) => isMetric(query) && query.needsSpread);
  const byId = new Map(queries.map((query) => [query.id, query]));

  /** The periods of the metrics behind a query; a constant has none. */
  function periodsOf(query: DataQuery, within: readonly string[] = []): readonly number[] {
    if (query.kind === 'metric') return [query.periodSeconds];
    if (within.includes(query.id)) throw validationError(`The expression ${query.id} refers to itself.`);
    const named = references(query.expression).map((id) => find(id));
    const all = usesMetrics(query.expression) ? queries.filter(isMetric) : [];
    return [...named, ...all].flatMap((other) => periodsOf(other, [...within, query.id]));
  }

  function find(id: string): DataQuery {
    const query = byId.get(id);
    if (query) return query;
    throw validationError(`Unrecognized id "${id}": no metric or expression of the request has it.`);
  }

  function periodOf(query: DataQuery): number {
    const [period, ...more] = new Set(periodsOf(query));
    if (more.length > 0) throw notLocal(`expressions over metrics of different periods, such as ${query.id}`);
    // A constant is drawn beside the metrics of the request.
    const finest = queries
      .filter(isMetric)
      .map(({ periodSeconds }) => periodSeconds)
      .sort((one, other) => one - other)[0];
    return period ?? query.periodSeconds ?? finest ?? 60;
  }

  const computed = new Map<string, Value>();

  /** Each is computed once, however many refer to it: the period decides the window. */
  function evaluated(query: DataQuery, window: MetricWindow): Value {
    const key = `${query.id} ${window.periodMs}`;
    const value = computed.get(key) ?? compute(query, window);
    computed.set(key, value);
    return value;
  }

  function compute(query: DataQuery, window: MetricWindow): Value {
    if (query.kind === 'metric') return seriesOf(query, store, window);
    return evaluate(query.expression, {
      length: timesOf(window).length,
      periodSeconds: window.periodMs / 1000,
      metricIds: queries.filter(isMetric).map(({ id }) => id),
      resolve: (id) => evaluated(find(id), window),
    });
  }

  return queries.flatMap((query) => {
    const window = metricWindow(span.start, span.end, periodOf(query), span.now, needsSpread);
    // What is not returned is refused too where it is wrong.
    const value = evaluated(query, window);
    if (!query.returned) return [];
    const times = timesOf(window);
    return labelled(query, value).map(({ label, points }) => ({ id: query.id, label, times, points }));
  });
}

function isMetric(query: DataQuery): query is MetricQuery {
  return query.kind === 'metric';
}

function usesMetrics(expression: Expression): boolean {
  return calls(expression).some(({ name }) => name === 'METRICS');
}

function seriesOf(
  { label, metric, statistic, unit }: MetricQuery,
  store: MetricStore,
  window: MetricWindow,
): TimeSeries {
  const byTime = new Map(store.points(metric, window, unit).map(({ at, values }) => [at, statistic(values)]));
  return { label, points: timesOf(window).map((time) => byTime.get(time)) };
}

/** The series of an array are told apart by "Expression-Label Metric-Label", as CloudWatch writes its legends. */
function labelled(query: DataQuery, value: Value): readonly TimeSeries[] {
  if (isScalar(value)) {
    throw validationError(
      `The expression ${query.id} gives a number; its result must be a time series or an array of them.`,
    );
  }
  if (!isArray(value)) return [{ ...value, label: query.label }];
  return value.map((series) => ({ ...series, label: [query.label, series.label].filter(Boolean).join(' ') }));
}
