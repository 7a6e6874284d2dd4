import { z } from 'zod';
import { units } from '../../aws/cloudwatch/metrics/metric.ts';
import type { QueryDefinition } from '../../aws/logs/insights/definitions.ts';
import type { LogGroupDeclaration } from '../../aws/logs/log-group.ts';
import type { MetricFilter } from '../../aws/logs/metric-filters.ts';
import type { Graph } from '../program/graph.ts';
import { arn, name, read, withoutUndefined } from './read.ts';

export function logGroupsOf(graph: Graph): readonly LogGroupDeclaration[] {
  return read(graph, 'aws:cloudwatch/logGroup:LogGroup', { name, arn, retentionInDays: z.number().optional() }).map(
    ({ name, arn, retentionInDays }) => withoutUndefined({ name, arn, retentionDays: retentionInDays }),
  );
}

export function queryDefinitionsOf(graph: Graph): readonly QueryDefinition[] {
  return read(graph, 'aws:cloudwatch/queryDefinition:QueryDefinition', {
    queryDefinitionId: z.string(),
    name,
    queryString: z.string(),
    logGroupNames: z.array(z.string()).default([]),
  }).map(({ queryDefinitionId: id, ...definition }) => ({ id, ...definition }));
}

export function metricFiltersOf(graph: Graph): readonly MetricFilter[] {
  return read(graph, 'aws:cloudwatch/logMetricFilter:LogMetricFilter', {
    logGroupName: z.string(),
    pattern: z.string(),
    metricTransformation: z.strictObject({
      namespace: z.string(),
      name,
      /** As text, in which AWS takes a number or a selector; here a number. */
      value: z.stringFormat('a number', /^-?\d+(\.\d+)?$/).transform(Number),
      unit: z.enum(units).default('None'),
    }),
  }).map(({ logGroupName: logGroup, pattern, metricTransformation: { name: metricName, ...metric } }) => ({
    logGroup,
    pattern,
    metricName,
    ...metric,
  }));
}
