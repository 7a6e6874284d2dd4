import type { Series } from '../chart/series.ts';
import type { MetricRendering, MetricRow, MetricWidgetProperties } from './body.ts';

/** A member of GetMetricData's MetricDataQueries. */
interface MetricDataQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
  readonly Label?: string;
  readonly Period?: number;
  readonly ReturnData: boolean;
}

/** A member of its MetricDataResults. Timestamps in seconds since the epoch. */
export interface MetricDataResult {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[];
}

export interface MetricQuery extends MetricDataQuery {
  readonly rendering: MetricRendering;
  readonly periodSeconds: number;
}

type Defaults = Pick<MetricWidgetProperties, 'metrics' | 'period' | 'stat' | 'setPeriodToTimeRange' | 'view'>;

/** What GetMetricData is asked for a widget's rows, in their order. */
export function widgetMetricQueries(properties: Defaults, rangeSeconds: number): readonly MetricQuery[] {
  const { metrics = [], period = 300, stat = 'Average' } = properties;
  const rows = written(metrics);
  const given = new Set(rows.flatMap(({ rendering }) => rendering.id ?? []));
  const whole = isOfWholeRange(properties);
  return rows.map(({ name, rendering }, index) => {
    const [Namespace = '', MetricName = '', ...dimensions] = name;
    const periodSeconds = whole ? rangeSeconds : (rendering.period ?? period);
    const asked = {
      Id: rendering.id ?? freeId(`row${index + 1}`, given),
      ReturnData: rendering.visible !== false,
      ...(rendering.label === undefined ? {} : { Label: rendering.label }),
      rendering,
      periodSeconds,
    };
    if (rendering.expression !== undefined) {
      return { ...asked, Expression: rendering.expression, Period: periodSeconds };
    }
    const Metric = { Namespace, MetricName, Dimensions: pairs(dimensions) };
    return { ...asked, MetricStat: { Metric, Period: periodSeconds, Stat: rendering.stat ?? stat } };
  });
}

/** Whether each row is one figure of all the time shown. A graph over time always has the widget's period. */
function isOfWholeRange({ view = 'timeSeries', setPeriodToTimeRange = false }: Defaults): boolean {
  return setPeriodToTimeRange && view !== 'timeSeries';
}

/**
 * What to ask for, in seconds since the epoch. CloudWatch counts periods from the start, which is therefore where the
 * longest one begins; a figure of all the time shown is one period that ends with this minute.
 */
export function widgetTimeRange(properties: Defaults, rangeSeconds: number, now: number): { from: number; to: number } {
  const to = Math.ceil(now / 60) * 60;
  if (isOfWholeRange(properties)) return { from: to - rangeSeconds, to };
  const periods = widgetMetricQueries(properties, rangeSeconds).map(({ periodSeconds }) => periodSeconds);
  const longest = Math.max(60, ...periods);
  return { from: Math.floor((now - rangeSeconds) / longest) * longest, to: now };
}

/** The answer as lines, in the order of the rows. A row that searches may have become several. */
export function seriesOf(queries: readonly MetricQuery[], results: readonly MetricDataResult[]): readonly Series[] {
  return queries.flatMap(({ Id, rendering, periodSeconds, ReturnData }) => {
    const found = ReturnData ? results.filter((result) => result.Id === Id) : [];
    return found.map(({ Label, Timestamps, Values }) => ({
      label: Label,
      ...(rendering.color === undefined ? {} : { color: rendering.color }),
      axis: rendering.yAxis ?? 'left',
      periodSeconds,
      points: Timestamps.flatMap((at, index) => {
        const value = Values[index];
        return value === undefined ? [] : [{ at, value }];
      }).sort((one, other) => one.at - other.at),
    }));
  });
}

/** Rows with `...` and `.` written out: the former row's beginning, and its text at the same place. */
function written(rows: readonly MetricRow[]) {
  let former: readonly string[] = [];
  return rows.map((row) => {
    const last = row.at(-1);
    const rendering = typeof last === 'object' ? last : {};
    const texts = row.filter((part) => typeof part === 'string');
    const rest = texts.slice(1);
    const beginning = former.slice(0, former.length - rest.length);
    const full = texts[0] === '...' ? [...beginning, ...rest] : texts;
    const name = full.map((part, index) => (part === '.' ? (former[index] ?? part) : part));
    if (name.length > 0) former = name;
    return { name, rendering };
  });
}

function pairs(dimensions: readonly string[]) {
  return dimensions.flatMap((Name, index) => {
    const Value = dimensions[index + 1];
    return index % 2 === 0 && Value !== undefined ? [{ Name, Value }] : [];
  });
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  return taken.has(id) ? freeId(`${id}_`, taken) : id;
}
