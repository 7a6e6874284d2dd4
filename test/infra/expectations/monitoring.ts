import assert from 'node:assert/strict';
import type { Alarm } from '../../../dashboards/alarms/alarm.ts';
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

/** What operators see: dashboards, saved queries, traces. What is in them, test/dashboards says. */
export function monitoring(given: Given): readonly Expectation[] {
  const { settings } = given;
  const monitored = monitoredBy(given);
  const alarms = alarmsOf(monitored);
  const { metric, composite } = listed(alarms);
  const arnsOf = (some: readonly Alarm[]) =>
    some.map((alarm) => `arn:aws:cloudwatch:${settings.region}:${account}:alarm:${alarmName(given, alarm)}`);
  const body = (graph: Graph, role: string) =>
    one(graph, 'aws:cloudwatch/dashboard:Dashboard', { dashboardName: physical(given, given.settings.region, role) })
      .inputs.dashboardBody;

  return [
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
      says: "a group has the traces of this stack's cold starts, with no insights at a price",
      check: (graph) => {
        const { filterExpression, insightsConfiguration } = one(graph, 'aws:xray/group:Group').inputs;
        assert.ok(String(filterExpression).includes(`annotation.Service = "${physical(given)}"`));
        assert.deepEqual(insightsConfiguration, { insightsEnabled: false, notificationsEnabled: false });
      },
    },
  ];
}
