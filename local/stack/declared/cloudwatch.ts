import { z } from 'zod';
import type { MetricAlarmDeclaration } from '../../aws/cloudwatch/alarms/alarm.ts';
import {
  type CompositeAlarmDeclaration,
  compositeDeclaration,
  compositeInputs,
} from '../../aws/cloudwatch/alarms/composite/composite.ts';
import { alarmDeclaration, alarmInputs } from '../../aws/cloudwatch/alarms/declared.ts';
import type { DashboardDeclaration } from '../../aws/cloudwatch/dashboards.ts';
import type { Graph } from '../program/graph.ts';
import { read } from './read.ts';

export function dashboardsOf(graph: Graph): readonly DashboardDeclaration[] {
  const declared = { dashboardName: z.string(), dashboardArn: z.string(), dashboardBody: z.string() };
  return read(graph, 'aws:cloudwatch/dashboard:Dashboard', declared).map(
    ({ dashboardName: name, dashboardArn: arn, dashboardBody: body }) => ({ name, arn, body }),
  );
}

export function metricAlarmsOf(graph: Graph): readonly MetricAlarmDeclaration[] {
  return read(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm', alarmInputs).map(alarmDeclaration);
}

export function compositeAlarmsOf(graph: Graph): readonly CompositeAlarmDeclaration[] {
  return read(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm', compositeInputs).map(compositeDeclaration);
}
