import { body, type Widget } from './body-schema.ts';

/** A metric as CloudWatch tells it from others. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Every metric that a dashboard's body draws, also those that only an expression reads; once each. */
export function drawnMetrics(dashboardBody: string): readonly MetricId[] {
  const drawn = widgetsOf(dashboardBody).flatMap((widget) => (widget.type === 'metric' ? metricsOf(widget) : []));
  return [...new Map(drawn.map((metric) => [idOf(metric), metric])).values()];
}

export function widgetsOf(dashboardBody: string): readonly Widget[] {
  return body.parse(JSON.parse(dashboardBody)).widgets;
}

/** In one form, whatever order the dimensions are in. */
export function idOf({ namespace, name, dimensions }: MetricId): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return [`${namespace} ${name}`, ...sorted.map(([dimension, value]) => `${dimension}=${value}`)].join(' ');
}

export function metricsOf({ properties }: Widget & { readonly type: 'metric' }): readonly MetricId[] {
  return properties.metrics.flatMap((entry) => {
    const names = entry.flatMap((part) => (typeof part === 'string' ? [part] : []));
    const [namespace, name, ...dimensions] = names;
    if (namespace === undefined || name === undefined) return [];
    const pairs = dimensions.flatMap((dimension, index) =>
      index % 2 === 0 ? [[dimension, dimensions[index + 1] ?? '']] : [],
    );
    return [{ namespace, name, dimensions: Object.fromEntries(pairs) }];
  });
}
