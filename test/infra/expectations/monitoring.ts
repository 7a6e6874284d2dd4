import assert from 'node:assert/strict';
import type { Alarm, Composite } from '../../../dashboards/alarms/alarm.ts';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import { coldStart } from '../../../dashboards/cold-start/cold-start.ts';
import { bodyOf } from '../../../dashboards/layout.ts';
import { operations } from '../../../dashboards/operations/operations.ts';
import { savedQueries } from '../../../dashboards/queries.ts';
import { type Graph, ofType } from '../../../local/index.ts';
import { monitoredBy } from '../monitoring/monitored.ts';
import { account, type Given } from '../programs.ts';
import { alarmName } from './alarms.ts';
import { byName, type Expectation, one, physical } from './expectation.ts';

/** What operators see: metrics of log lines, dashboards, saved queries, traces. What is in them, test/dashboards says. */
export function monitoring(given: Given): readonly Expectation[] {
  const { settings } = given;
  const monitored = monitoredBy(given);
  const alarms = alarmsOf(monitored);
  const { metric, composite } = listed(alarms);
  const arnsOf = (some: readonly (Alarm | Composite)[]) =>
    some.map((alarm) => `arn:aws:cloudwatch:${settings.region}:${account}:alarm:${alarmName(given, alarm)}`);
  const body = (graph: Graph, role: string) =>
    one(graph, 'aws:cloudwatch/dashboard:Dashboard', { dashboardName: physical(given, given.settings.region, role) }).inputs.dashboardBody;

  return [
    {
      says: "of what Lambda's log lines alone tell, metrics are made, in a namespace of the function",
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/logMetricFilter:LogMetricFilter').map(({ inputs }) => inputs)),
          byName(
            [
              ['Timeouts', '{ $.type = "platform.report" && $.record.status = "timeout" }'],
              [
                'FailedInits',
                '{ $.type = "platform.initRuntimeDone" && $.record.phase = "init" && $.record.status != "success" }',
              ],
            ].map(([name = '', pattern]) => ({
              name: physical(given, name),
              logGroupName: `/aws/lambda/${physical(given)}`,
              pattern,
              metricTransformation: {
                namespace: `WebhookBridge/${physical(given)}`,
                name,
                value: '1',
                unit: 'Count',
              },
            })),
          ),
        ),
    },
    {
      says: 'the dashboard of operations draws this stack, with the states of all its alarms, those that tell people first',
      check: (graph) =>
        assert.equal(
          body(graph, 'operations'),
          bodyOf(operations(monitored, alarms, arnsOf([...composite, ...metric]))),
        ),
    },
    {
      says: 'the dashboard of cold starts draws this stack, with the states of the alarms about them',
      check: (graph) =>
        assert.equal(
          body(graph, 'cold-start'),
          bodyOf(coldStart(monitored, alarms, arnsOf([alarms.composite.slowColdStarts, alarms.metric.slowColdStarts]))),
        ),
    },
    {
      says: 'the saved queries stand in a folder of the stack, over the log of its function',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/queryDefinition:QueryDefinition').map(({ inputs }) => inputs)),
          byName(
            Object.entries(savedQueries(monitored)).map(([name, queryString]) => ({
              name: `${physical(given)}/${name}`,
              logGroupNames: [`/aws/lambda/${physical(given)}`],
              queryString,
            })),
          ),
        ),
    },
    {
      says: "a group has the traces of this stack's cold starts that a sender waited for, and no insights at a price",
      check: (graph) =>
        assert.deepEqual(one(graph, 'aws:xray/group:Group').inputs, {
          groupName: physical(given, 'cold-starts'),
          filterExpression: `annotation.Service = "${physical(given)}" AND annotation.init = "on-demand"`,
          insightsConfiguration: { insightsEnabled: false, notificationsEnabled: false },
        }),
    },
  ];
}
