import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { page } from '../../paging.ts';
import { type Operation, operation } from '../../service.ts';
import { dimensionList, metricName, namespace } from '../input.ts';
import type { Metric } from '../metrics/metric.ts';
import { metricIdentity } from '../metrics/metric.ts';
import type { MetricStore } from '../metrics/metric-store.ts';

const perPage = 500;
const recentMs = 3 * 60 * 60 * 1000;

const input = z.strictObject({
  Namespace: namespace.optional(),
  MetricName: metricName.optional(),
  Dimensions: z
    .array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1).optional() }))
    .max(10)
    .default([]),
  RecentlyActive: z.literal('PT3H').optional(),
  NextToken: z.string().optional(),
});

export function listMetrics(store: MetricStore, now: () => number): Operation {
  return operation(input, ({ RecentlyActive, NextToken, ...filter }) => {
    const since = RecentlyActive === undefined ? Number.NEGATIVE_INFINITY : now() - recentMs;
    const metrics = store
      .list()
      .filter(({ metric, lastAt }) => lastAt >= since && matches(metric, filter))
      .map(({ metric }) => ({ key: metricIdentity(metric), metric }))
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    const listed = page(metrics, ({ key }) => key, perPage, NextToken);
    if (!listed) {
      throw new AwsError(
        'InvalidParameterValueException',
        'The value for parameter NextToken is not one that ListMetrics gave.',
      );
    }
    return {
      Metrics: listed.items.map(({ metric: { namespace: Namespace, name: MetricName, dimensions } }) => ({
        Namespace,
        MetricName,
        Dimensions: dimensionList(dimensions),
      })),
      NextToken: listed.nextToken,
    };
  });
}

function matches(
  { namespace, name, dimensions }: Metric,
  { Namespace, MetricName, Dimensions }: Pick<z.output<typeof input>, 'Namespace' | 'MetricName' | 'Dimensions'>,
): boolean {
  if (Namespace !== undefined && Namespace !== namespace) return false;
  if (MetricName !== undefined && MetricName !== name) return false;
  return Dimensions.every(({ Name, Value }) => {
    return Object.hasOwn(dimensions, Name) && (Value === undefined || dimensions[Name] === Value);
  });
}
