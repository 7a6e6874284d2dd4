import { z } from 'zod';
import type { Graph } from '../pulumi/graph.ts';
import type { GroupDeclaration } from '../xray/groups.ts';
import { arn, name, read } from './read.ts';

export function xrayGroupsOf(graph: Graph): readonly GroupDeclaration[] {
  return read(graph, 'aws:xray/group:Group', {
    groupName: name,
    arn,
    filterExpression: z.string(),
    insightsConfiguration: z.object({ insightsEnabled: z.boolean() }).optional(),
  }).map(({ groupName, arn, filterExpression, insightsConfiguration }) => ({
    name: groupName,
    arn,
    filterExpression,
    insightsEnabled: insightsConfiguration?.insightsEnabled ?? false,
  }));
}
