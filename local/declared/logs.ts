import { z } from 'zod';
import type { QueryDefinition } from '../logs/insights/definitions.ts';
import type { LogGroupDeclaration } from '../logs/log-group.ts';
import type { Graph } from '../pulumi/graph.ts';
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
