import assert from 'node:assert/strict';
import { type Alarm, alarmsOf } from '../../../dashboards/alarms.ts';
import { coldStart } from '../../../dashboards/cold-start.ts';
import { bodyOf } from '../../../dashboards/layout.ts';
import { operations } from '../../../dashboards/operations.ts';
import { savedQueries } from '../../../dashboards/queries.ts';
import { type Graph, ofType } from '../../../local/pulumi/graph.ts';
import { monitoredBy } from '../monitored.ts';
import { account, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical } from './expectation.ts';

/** What operators see: alarms, dashboards, saved queries, traces. What is in them, test/dashboards says. */
export function monitoring(given: Given): readonly Expectation[] {
  const { settings } = given;
  const monitored = monitoredBy(given);
  const alarms = alarmsOf(monitored);
  const all: readonly Alarm[] = Object.values(alarms).flat();
  const nameOf = ({ section, of }: Alarm) => physical(given, section, ...of);
  const arnOf = (alarm: Alarm) => `arn:aws:cloudwatch:${settings.region}:${account}:alarm:${nameOf(alarm)}`;
  const body = (graph: Graph, role: string) =>
    one(graph, 'aws:cloudwatch/dashboard:Dashboard', { dashboardName: physical(given, role) }).inputs.dashboardBody;

  return [
    {
      says: 'each alarm stands as it is defined, says what is wrong and where to read on, and takes missing data for good',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) => inputs)),
          byName(
            all.map((alarm) => ({
              name: nameOf(alarm),
              alarmDescription: `${alarm.symptom} Runbook: ${settings.runbookUrl}#${alarm.section}`,
              metricQueries: queriesOf(alarm),
              threshold: alarm.threshold,
              comparisonOperator: alarm.comparison,
              evaluationPeriods: alarm.evaluationPeriods,
              datapointsToAlarm: alarm.datapointsToAlarm,
              treatMissingData: 'notBreaching',
            })),
          ),
        ),
    },
    {
      says: 'the dashboard of operations draws this stack, with the states of all its alarms',
      check: (graph) => assert.equal(body(graph, 'operations'), bodyOf(operations(monitored, alarms, all.map(arnOf)))),
    },
    {
      says: 'the dashboard of cold starts draws this stack, with the state of the alarm about them',
      check: (graph) =>
        assert.equal(body(graph, 'cold-start'), bodyOf(coldStart(monitored, alarms, [arnOf(alarms.slowColdStarts)]))),
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

function queriesOf({ metrics, expression, section, periodSeconds: period }: Alarm) {
  const watched = Object.entries(metrics).map(([id, { namespace, name: metricName, dimensions, stat }]) => ({
    id,
    metric: { namespace, metricName, dimensions, period, stat },
    returnData: expression === undefined,
  }));
  return expression === undefined
    ? watched
    : [...watched, { id: 'watched', expression, label: section, returnData: true }];
}
