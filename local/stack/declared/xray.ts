import { z } from 'zod';
import type { GroupDeclaration } from '../../aws/xray/groups.ts';
import type { Graph } from '../program/graph.ts';
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
