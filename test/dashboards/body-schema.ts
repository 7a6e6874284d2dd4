import { z } from 'zod';

/*
 * "Dashboard Body Structure and Syntax" as a schema, with no property that it does not name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * The quotas are those of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/);
const color = z.string().regex(/^#[0-9a-f]{6}$/i);
const alarmArn = z.string().regex(/^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/);

/** "Valid Values: 1, 5, 10, 30, 60, and any multiple of 60"; below 60 for high-resolution metrics only. */
const period = z.int().refine((seconds) => [1, 5, 10, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0));

const rendering = {
  accountId: z.string().optional(),
  color: color.optional(),
  /** "The id … must be unique within the metrics array"; the first character a lower-case letter, as in GetMetricData. */
  id: z
    .string()
    .regex(/^[a-z]\w{0,254}$/)
    .optional(),
  label: z.string().optional(),
  period: period.optional(),
  region: region.optional(),
  visible: z.boolean().optional(),
  yAxis: z.enum(['left', 'right']).optional(),
};

const stat = z.string().regex(/^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?|p100)$/);

/** "[Namespace, MetricName, [{DimensionName,DimensionValue}...] {Rendering Properties Object}]", up to 30 dimensions. */
const metric = z
  .array(z.union([z.string().min(1).max(255), z.strictObject({ ...rendering, stat: stat.optional() })]))
  .superRefine((parts, context) => {
    const names = parts.filter((part) => typeof part === 'string');
    const isObjectLast = parts.slice(0, -1).every((part) => typeof part === 'string');
    if (!isObjectLast) context.addIssue('only the last element may be an object');
    if (names.length < 2 || names.length > 62 || names.length % 2 !== 0)
      context.addIssue('a namespace, a name and pairs of dimension and value');
  });

/** An expression has no metric: the array has the one object. GetMetricData takes expressions of 2,048 characters. */
const expression = z.tuple([z.strictObject({ ...rendering, expression: z.string().min(1).max(2_048) })]);

const axis = z.strictObject({
  label: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  showUnits: z.boolean().optional(),
});

const horizontal = z.strictObject({
  value: z.number(),
  label: z.string().optional(),
  color: color.optional(),
  fill: z.enum(['above', 'below', 'none']).optional(),
  visible: z.boolean().optional(),
  yAxis: z.enum(['left', 'right']).optional(),
});

const metricProperties = z
  .strictObject({
    accountId: z.string().optional(),
    annotations: z
      .strictObject({ alarms: z.array(alarmArn).length(1).optional(), horizontal: z.array(horizontal).optional() })
      .optional(),
    legend: z.strictObject({ position: z.enum(['right', 'bottom', 'hidden']) }).optional(),
    liveData: z.boolean().optional(),
    /** "up to 500 metrics per dashboard widget" */
    metrics: z
      .array(z.union([expression, metric]))
      .min(1)
      .max(500),
    period: period.optional(),
    region,
    setPeriodToTimeRange: z.boolean().optional(),
    singleValueFullPrecision: z.boolean().optional(),
    sparkline: z.boolean().optional(),
    stacked: z.boolean().optional(),
    stat: stat.optional(),
    title: z.string().optional(),
    view: z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie']).optional(),
    yAxis: z.strictObject({ left: axis.optional(), right: axis.optional() }).optional(),
  })
  .superRefine(({ metrics }, context) => {
    const ids = metrics.flatMap((parts) =>
      parts.flatMap((part) => (typeof part === 'object' && part.id ? [part.id] : [])),
    );
    if (new Set(ids).size < ids.length) context.addIssue('an id that is given twice');
    for (const [part] of metrics) {
      if (typeof part !== 'object' || !('expression' in part)) continue;
      // Functions are upper-case; whatever else begins a word is an id.
      const named: readonly string[] = part.expression.match(/\b[a-z]\w*/g) ?? [];
      for (const id of named.filter((name) => !ids.includes(name))) context.addIssue(`an unknown id: ${id}`);
    }
  });

/** "The default is 6" for both sizes; x "0–23", y "any integer, 0 or higher", width "1–24", height "1–1000". */
const place = {
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  width: z.int().min(1).max(24),
  height: z.int().min(1).max(1_000),
};

const widget = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      ...place,
      properties: z.strictObject({ markdown: z.string(), background: z.enum(['solid', 'transparent']).optional() }),
    }),
    z.strictObject({ type: z.literal('metric'), ...place, properties: metricProperties }),
    z.strictObject({
      type: z.literal('log'),
      ...place,
      properties: z.strictObject({
        accountId: z.string().optional(),
        region,
        title: z.string().optional(),
        /** "SOURCE" names the log groups. */
        query: z.string().regex(/^SOURCE '[\w./#-]{1,512}' \| /),
        stacked: z.boolean().optional(),
        view: z.enum(['table', 'timeSeries', 'bar', 'pie']).optional(),
      }),
    }),
    z.strictObject({
      type: z.literal('alarm'),
      ...place,
      properties: z.strictObject({
        /** "The array can have 1–100 ARNs" */
        alarms: z.array(alarmArn).min(1).max(100),
        sortBy: z.enum(['default', 'stateUpdatedTimestamp', 'timestamp']).optional(),
        states: z.array(z.enum(['ALARM', 'INSUFFICIENT_DATA', 'OK'])).optional(),
        title: z.string().optional(),
      }),
    }),
  ])
  .refine(({ x, width }) => x + width <= 24, 'beyond the 24 columns');

export type Widget = z.output<typeof widget>;

export const body = z
  .strictObject({
    end: z.string().optional(),
    periodOverride: z.enum(['auto', 'inherit']).optional(),
    /** "Begins with -P", as an ISO 8601 duration, or a moment. */
    start: z
      .string()
      .regex(/^-P(\d+[YMWD]|T\d+[HM])$|^\d{4}-\d\d-\d\dT/)
      .optional(),
    /** "an array of between 0 and 500 widget objects" */
    widgets: z.array(widget).max(500),
  })
  .superRefine(({ widgets }, context) => {
    for (const [index, one] of widgets.entries()) {
      for (const other of widgets.slice(index + 1)) {
        if (overlap(one, other))
          context.addIssue(`two widgets at ${one.x}, ${one.y} and ${other.x}, ${other.y} overlap`);
      }
    }
    // "up to 2500 metrics per dashboard, across all widgets"
    const metrics = widgets.map((each) => (each.type === 'metric' ? each.properties.metrics.length : 0));
    if (metrics.reduce((sum, count) => sum + count, 0) > 2_500) context.addIssue('more than 2,500 metrics');
  });

function overlap(one: Widget, other: Widget): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
