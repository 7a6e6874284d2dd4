import { z } from 'zod';
import type { DashboardDeclaration } from '../../../aws/cloudwatch/dashboards.ts';
import type { Graph } from '../../program/graph.ts';
import { read } from '../read.ts';

export function dashboardsOf(graph: Graph): readonly DashboardDeclaration[] {
  const declared = { dashboardName: z.string(), dashboardArn: z.string(), dashboardBody: z.string() };
  return read(graph, 'aws:cloudwatch/dashboard:Dashboard', declared).map(
    ({ dashboardName: name, dashboardArn: arn, dashboardBody: body }) => ({ name, arn, body }),
  );
}
