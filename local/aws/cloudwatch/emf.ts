import { z } from 'zod';
import type { StatisticSet } from './metrics/distribution.ts';
import { type Dimensions, isMetricValue, type Unit, units } from './metrics/metric.ts';
import { type MetricDatum, maximumFutureMs, maximumPastMs } from './metrics/metric-store.ts';

export interface Extraction {
  readonly data: readonly MetricDatum[];
  /** The event says that it has metrics and is not in the format. */
  readonly parsingErrors: number;
  /** Definitions in it that are not as the specification has them; the others are extracted. */
  readonly validationErrors: number;
}

const metadata = z.object({
  Timestamp: z.int(),
  CloudWatchMetrics: z.array(
    z.object({ Namespace: z.string(), Dimensions: z.array(z.array(z.string())), Metrics: z.array(z.unknown()) }),
  ),
});

const definition = z.object({
  Name: z.string().min(1).max(1024),
  Unit: z.enum(units).default('None'),
  StorageResolution: z.literal([1, 60]).optional(),
});

const target = z.union([z.number().refine(isMetricValue), z.array(z.number().refine(isMetricValue)).min(1).max(100)]);
const dimensionValue = z.string().min(1).max(1024);
const namespace = z.string().min(1).max(1024).regex(/^[^:]/);

const maximumDimensions = 30;
const maximumMetrics = 100;

/**
 * The metrics embedded in a log event; undefined when it has none. Where AWS leaves open what becomes of a document that
 * is wrong in parts, the parts that are right are taken.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(message: string, now: number): Extraction | undefined {
  // Nearly every event has none, and is not worth parsing.
  if (!message.includes('"CloudWatchMetrics"') || !message.includes('"_aws"')) return undefined;
  const root = rootOf(message);
  if (root === undefined) return { data: [], parsingErrors: 1, validationErrors: 0 };
  if (!isObject(root._aws) || !('CloudWatchMetrics' in root._aws)) return undefined;
  const parsed = metadata.safeParse(root._aws);
  if (!parsed.success) return { data: [], parsingErrors: 1, validationErrors: 0 };
  const { Timestamp: at, CloudWatchMetrics: directives } = parsed.data;
  if (at < now - maximumPastMs || at > now + maximumFutureMs)
    return { data: [], parsingErrors: 0, validationErrors: 1 };
  const results = directives.map((directive) => extract(directive, root, at));
  return {
    data: results.flatMap(({ data }) => data),
    parsingErrors: 0,
    validationErrors: results.reduce((total, { errors }) => total + errors, 0),
  };
}

type Root = Readonly<Record<string, unknown>>;

/** In the Text format Lambda puts a timestamp and a request id before it. */
function rootOf(message: string): Root | undefined {
  try {
    const root: unknown = JSON.parse(message.slice(message.indexOf('{')));
    return isObject(root) ? root : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Root {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Directive = z.output<typeof metadata>['CloudWatchMetrics'][number];

function extract(directive: Directive, root: Root, at: number) {
  if (!namespace.safeParse(directive.Namespace).success || directive.Metrics.length > maximumMetrics) {
    return { data: [], errors: 1 };
  }
  const sets = directive.Dimensions.map((names) => dimensionsOf(names, root));
  const metrics = directive.Metrics.map((given) => metricOf(given, root));
  const data = metrics.flatMap((metric) =>
    sets.flatMap((dimensions): readonly MetricDatum[] => {
      if (!metric || !dimensions) return [];
      const identity = { namespace: directive.Namespace, name: metric.name, dimensions };
      return metric.sets.map((set) => ({ metric: identity, unit: metric.unit, at, set }));
    }),
  );
  return { data, errors: [...sets, ...metrics].filter((one) => one === undefined).length };
}

function dimensionsOf(names: readonly string[], root: Root): Dimensions | undefined {
  const values = names.map((name) => [name, own(root, name)] as const);
  if (names.length > maximumDimensions) return undefined;
  if (values.some(([, value]) => !dimensionValue.safeParse(value).success)) return undefined;
  return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
}

function metricOf(
  given: unknown,
  root: Root,
): { readonly name: string; readonly unit: Unit; readonly sets: readonly StatisticSet[] } | undefined {
  const parsed = definition.safeParse(given);
  if (!parsed.success) return undefined;
  const value = target.safeParse(own(root, parsed.data.Name));
  if (!value.success) return undefined;
  const sets = [value.data].flat().map((one) => ({ sampleCount: 1, sum: one, minimum: one, maximum: one }));
  return { name: parsed.data.Name, unit: parsed.data.Unit, sets };
}

function own(root: Root, name: string): unknown {
  return Object.hasOwn(root, name) ? root[name] : undefined;
}
