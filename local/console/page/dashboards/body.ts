import type { Annotations } from '../chart/annotations.ts';
import type { Axis } from '../chart/graph.ts';

/*
 * A dashboard's body as the CloudWatch API Reference describes it under "Dashboard Body Structure and Syntax", as far as
 * this page draws it.
 */

export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

interface Placed {
  /** On a grid of 24 columns. Without a place a widget takes the next free one. */
  readonly x?: number;
  readonly y?: number;
  /** 6 when not said. */
  readonly width?: number;
  readonly height?: number;
}

export type Widget = Placed &
  (
    | { readonly type: 'metric'; readonly properties: MetricWidgetProperties }
    | { readonly type: 'log'; readonly properties: LogProperties }
    | { readonly type: 'alarm'; readonly properties: AlarmProperties }
    | { readonly type: 'text'; readonly properties: TextProperties }
  );

export interface MetricWidgetProperties {
  readonly title?: string;
  readonly region?: string;
  readonly view?: 'timeSeries' | 'singleValue' | 'bar' | 'pie' | 'gauge';
  readonly stacked?: boolean;
  readonly metrics?: readonly MetricRow[];
  /** Seconds; 300 when not said. */
  readonly period?: number;
  /** `Average` when not said. */
  readonly stat?: string;
  readonly yAxis?: { readonly left?: Axis; readonly right?: Axis };
  readonly annotations?: Annotations;
  readonly legend?: { readonly position?: 'bottom' | 'right' | 'hidden' };
  readonly setPeriodToTimeRange?: boolean;
  readonly sparkline?: boolean;
  readonly singleValueFullPrecision?: boolean;
  readonly liveData?: boolean;
}

/** Namespace, name, then name and value of each dimension, and how to draw it; or that alone, for an expression. */
export type MetricRow = readonly (string | MetricRendering)[];

export interface MetricRendering {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly region?: string;
  readonly visible?: boolean;
  readonly yAxis?: 'left' | 'right';
}

export interface LogProperties {
  readonly title?: string;
  readonly region?: string;
  /** Begins with `SOURCE '<log group>' |` for each group. */
  readonly query: string;
  readonly view?: 'table' | 'timeSeries' | 'bar' | 'pie';
  readonly stacked?: boolean;
}

export interface AlarmProperties {
  readonly title?: string;
  /** ARNs. */
  readonly alarms: readonly string[];
  readonly sortBy?: 'default' | 'stateUpdatedTimestamp' | 'timestamp';
  readonly states?: readonly string[];
}

export interface TextProperties {
  readonly markdown: string;
  readonly background?: 'solid' | 'transparent';
}

const axis = ['label', 'showUnits', 'min', 'max'];
const line = ['value', 'label', 'color', 'fill', 'visible', 'yAxis'];

/** What each type of widget may have. A property that is not here changes nothing on this page, which then says so. */
const known: Readonly<Record<Widget['type'], readonly string[]>> = {
  metric: [
    ...['title', 'region', 'view', 'stacked', 'metrics', 'period', 'stat', 'liveData', 'setPeriodToTimeRange'],
    ...['sparkline', 'singleValueFullPrecision', 'yAxis', 'annotations', 'legend', 'legend.position'],
    ...['left', 'right'].flatMap((side) => [`yAxis.${side}`, ...axis.map((key) => `yAxis.${side}.${key}`)]),
    ...['horizontal', 'vertical', 'alarms'].map((kind) => `annotations.${kind}`),
    ...line.flatMap((key) => [`annotations.horizontal.${key}`, `annotations.vertical.${key}`]),
    ...['id', 'expression', 'label', 'color', 'stat', 'period', 'region', 'visible', 'yAxis'].map(
      (key) => `metrics.${key}`,
    ),
  ],
  log: ['title', 'region', 'query', 'view', 'stacked'],
  alarm: ['title', 'alarms', 'sortBy', 'states'],
  text: ['markdown', 'background'],
};

const views: Partial<Record<string, readonly string[]>> = {
  metric: ['timeSeries', 'singleValue', 'bar', 'pie', 'gauge'],
  log: ['table', 'timeSeries', 'bar', 'pie'],
};

/** What of a widget this page does not know, in words; nothing when it draws all of it. */
export function unknownOf(widget: { readonly type: string; readonly properties?: object }): readonly string[] {
  const { type, properties = {} } = widget;
  if (!Object.hasOwn(known, type)) return [`the widget type "${type}"`];
  const view = 'view' in properties ? String(properties.view) : undefined;
  const unknownView = view !== undefined && !views[type]?.includes(view) ? [`the view "${view}"`] : [];
  const names = [...new Set(pathsOf(properties))].filter((path) => !known[type as Widget['type']].includes(path));
  return [...unknownView, ...names.map((path) => `the property "${path}"`)];
}

/** The names of all properties inside, without the positions of arrays. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return [name, ...pathsOf(inside, name)];
  });
}
