import type { MetricStat } from './metrics.ts';

/*
 * Widgets as CloudWatch documents them, without their place on the grid.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

export type Content =
  | { readonly type: 'text'; readonly properties: TextProperties }
  | { readonly type: 'metric'; readonly properties: MetricProperties }
  | { readonly type: 'log'; readonly properties: LogProperties }
  | { readonly type: 'alarm'; readonly properties: AlarmProperties };

interface TextProperties {
  readonly markdown: string;
  readonly background: 'transparent' | 'solid';
}

interface MetricProperties {
  readonly title: string;
  readonly view: 'timeSeries' | 'singleValue' | 'bar';
  readonly region: string;
  readonly period: number;
  readonly metrics: readonly MetricEntry[];
  readonly stacked?: boolean;
  readonly setPeriodToTimeRange?: true;
  readonly yAxis?: { readonly left: { readonly label: string; readonly min: 0; readonly showUnits: false } };
  readonly annotations?: { readonly horizontal: readonly HorizontalAnnotation[] };
}

/** Namespace, name, each dimension's name and value, and how it is drawn; or an expression alone. */
type MetricEntry = readonly [...(readonly string[]), Drawing] | readonly [Drawing & { readonly expression: string }];

interface Drawing {
  readonly id?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly visible?: false;
}

interface LogProperties {
  readonly title: string;
  readonly view: 'table' | 'timeSeries' | 'bar';
  readonly region: string;
  readonly query: string;
}

interface AlarmProperties {
  readonly title: string;
  readonly alarms: readonly string[];
}

/** A line across a graph. */
export interface HorizontalAnnotation {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

type Line = MetricLine | ExpressionLine;

interface MetricLine {
  readonly metric: MetricStat;
  readonly label: string;
  readonly color?: string;
  /** By which expressions of the same graph name it; drawn no less. */
  readonly id?: string;
  /** Seconds, where not that of the graph. */
  readonly period?: number;
}

interface ExpressionLine {
  readonly expression: string;
  /** What the expression names, by id; not drawn themselves. */
  readonly metrics: Readonly<Record<string, MetricStat>>;
  readonly label: string;
  readonly color?: string;
  /** Seconds, where not that of the graph. */
  readonly period?: number;
}

export interface GraphOptions {
  /** The question that the graph answers. */
  readonly title: string;
  readonly region: string;
  /** Of the vertical axis. */
  readonly unit: string;
  /** Seconds. */
  readonly period: number;
  readonly lines: readonly Line[];
  readonly annotations?: readonly HorizontalAnnotation[];
  readonly stacked?: boolean;
}

/** Lines over time, from zero. */
export function graph({
  title,
  region,
  unit,
  period,
  lines,
  annotations = [],
  stacked = false,
}: GraphOptions): Content {
  return {
    type: 'metric',
    properties: {
      title,
      view: 'timeSeries',
      stacked,
      region,
      period,
      metrics: lines.flatMap(entries),
      yAxis: fromZero(unit),
      ...(annotations.length > 0 ? { annotations: { horizontal: annotations } } : {}),
    },
  };
}

/** A bar a line, each over the whole time shown, from zero. */
export function bars({ title, region, unit, period, lines }: GraphOptions): Content {
  return {
    type: 'metric',
    properties: {
      title,
      view: 'bar',
      region,
      period,
      setPeriodToTimeRange: true,
      metrics: lines.flatMap(entries),
      yAxis: fromZero(unit),
    },
  };
}

/** Figures over the whole time shown. */
export function figures({ title, region, period, lines }: Omit<GraphOptions, 'unit'>): Content {
  return {
    type: 'metric',
    properties: {
      title,
      view: 'singleValue',
      region,
      period,
      setPeriodToTimeRange: true,
      metrics: lines.flatMap(entries),
    },
  };
}

export function log(properties: LogProperties): Content {
  return { type: 'log', properties };
}

export function alarms(properties: AlarmProperties): Content {
  return { type: 'alarm', properties };
}

export function text(markdown: string): Content {
  return { type: 'text', properties: { markdown, background: 'transparent' } };
}

function fromZero(label: string) {
  // The label names the unit; CloudWatch would write its own beside it.
  return { left: { label, min: 0, showUnits: false } } as const;
}

function entries(line: Line): readonly MetricEntry[] {
  if ('metric' in line) {
    const { metric, ...drawing } = line;
    return [entry(metric, drawing)];
  }
  const { metrics, expression, ...drawing } = line;
  const period = drawing.period === undefined ? {} : { period: drawing.period };
  return [
    ...Object.entries(metrics).map(([id, metric]) => entry(metric, { id, ...period, visible: false })),
    [{ expression, ...drawing }],
  ];
}

function entry({ namespace, name, dimensions, stat }: MetricStat, drawing: Drawing): MetricEntry {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat, ...drawing }];
}
