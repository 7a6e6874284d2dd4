import { z } from 'zod';

/*
 * The Embedded Metric Format as documented:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** The units of a MetricDatum. */
const units = z
  .string()
  .regex(
    /^(Seconds|Microseconds|Milliseconds|Percent|Count|Count\/Second|None|(Bytes|Bits|(Kilo|Mega|Giga|Tera)(bytes|bits))(\/Second)?)$/,
  );

const metricDefinition = z.strictObject({
  Name: z.string().min(1).max(1024),
  Unit: units.optional(),
  /** 1 for high resolution, in seconds. */
  StorageResolution: z.literal([1, 60]).optional(),
});

const metricDirective = z.strictObject({
  Namespace: z
    .string()
    .regex(/^[^:].*$/)
    .min(1)
    .max(1024),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z.array(metricDefinition).max(100),
});

/** Up to 100 values of a metric in one line. */
const metricValue = z.union([z.number(), z.array(z.number()).min(1).max(100)]);

export const emfSchema = z
  .looseObject({
    _aws: z.looseObject({
      /** Milliseconds since the epoch. */
      Timestamp: z.int().min(1_000_000_000_000),
      CloudWatchMetrics: z.array(metricDirective).min(1),
    }),
  })
  .superRefine((line, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
      for (const { Name } of Metrics) {
        if (!metricValue.safeParse(line[Name]).success) refuse(`the target member ${Name} is no metric value`);
      }
      for (const dimension of Dimensions.flat()) {
        const value = line[dimension];
        if (typeof value !== 'string' || value === '') refuse(`the target member ${dimension} is no dimension value`);
      }
    }
    // An event of CloudWatch Logs.
    if (Buffer.byteLength(JSON.stringify(line)) > 1_048_576) refuse('the line is larger than 1 MB');
  });
