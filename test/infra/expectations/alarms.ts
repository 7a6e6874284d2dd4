import assert from 'node:assert/strict';
import type { Alarm, CompositeRule, MetricAlarm } from '../../../dashboards/alarms/alarm.ts';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import { ofType } from '../../../local/index.ts';
import { monitoredBy } from '../monitoring/monitored.ts';
import { account, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical } from './expectation.ts';

/** That alarms are provisioned as they are defined. How they are defined, test/dashboards says. */
export function alarms(given: Given): readonly Expectation[] {
  const { region, runbookUrl, notifications } = given.settings;
  const { metric, composite } = listed(alarmsOf(monitoredBy(given)));
  const arnOf = (alarm: Alarm) => `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName(given, alarm)}`;
  const dashboard = `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${physical(given, region, 'operations')}`;
  const description = ({ symptom, lookFirstAt, section }: Alarm) =>
    `${symptom} Look first at ${lookFirstAt}. Runbook: ${runbookUrl}#${section} Dashboard: ${dashboard}`;

  return [
    {
      says: 'each alarm on metrics stands as it is defined, says what is wrong and where to read on, and tells nobody',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) => inputs)),
          byName(
            metric.map((alarm) => ({
              name: alarmName(given, alarm),
              alarmDescription: description(alarm),
              metricQueries: queriesOf(alarm),
              threshold: alarm.threshold,
              comparisonOperator: alarm.comparisonOperator,
              evaluationPeriods: alarm.evaluationPeriods,
              datapointsToAlarm: alarm.datapointsToAlarm,
              treatMissingData: alarm.treatMissingData,
            })),
          ),
        ),
    },
    {
      says: 'each composite follows from its alarms, tells the topic of its severity, and is held back as it is defined',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm').map(({ inputs }) => inputs)),
          byName(
            composite.map((alarm) => {
              const topics =
                alarm.severity === undefined
                  ? []
                  : [`arn:aws:sns:${region}:${account}:${physical(given, alarm.severity)}`];
              return {
                alarmName: alarmName(given, alarm),
                alarmDescription: description(alarm),
                alarmRule: ruleOf(given, alarm.rule),
                alarmActions: topics,
                okActions: notifications.recoveries ? topics : [],
                ...(alarm.suppression === undefined
                  ? {}
                  : {
                      actionsSuppressor: {
                        alarm: arnOf(alarm.suppression.by),
                        waitPeriod: alarm.suppression.waitSeconds,
                        extensionPeriod: alarm.suppression.extensionSeconds,
                      },
                    }),
              };
            }),
          ),
        ),
    },
    {
      says: 'a composite is made after the alarms that its rule names, without which AWS refuses it',
      check: (graph) => {
        const urnOf = (alarm: Alarm) =>
          'rule' in alarm
            ? one(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm', { alarmName: alarmName(given, alarm) }).urn
            : one(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm', { name: alarmName(given, alarm) }).urn;
        for (const alarm of composite) {
          const { dependencies } = one(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm', {
            alarmName: alarmName(given, alarm),
          });
          for (const child of childrenOf(alarm.rule)) assert.ok(dependencies.includes(urnOf(child)), child.section);
        }
      },
    },
  ];
}

export function alarmName(given: Given, alarm: Alarm): string {
  const { section, qualifiers } = alarm;
  if (!('rule' in alarm)) return physical(given, section, ...qualifiers);
  return alarm.severity === undefined
    ? physical(given, 'holding', ...qualifiers)
    : physical(given, alarm.severity, section, ...qualifiers);
}

function ruleOf(given: Given, rule: CompositeRule): string {
  if ('alarm' in rule) return `ALARM("${alarmName(given, rule.alarm)}")`;
  const parts = ('all' in rule ? rule.all : rule.any).map((part) => ruleOf(given, part));
  return parts.length === 1 ? parts.join('') : `(${parts.join('all' in rule ? ' AND ' : ' OR ')})`;
}

export function childrenOf(rule: CompositeRule): readonly Alarm[] {
  if ('alarm' in rule) return [rule.alarm];
  return ('all' in rule ? rule.all : rule.any).flatMap(childrenOf);
}

function queriesOf({ metrics, expression, section, periodSeconds: period }: MetricAlarm) {
  const watched = Object.entries(metrics).map(([id, { namespace, name: metricName, dimensions, stat }]) => ({
    id,
    metric: { namespace, metricName, dimensions, period, stat },
    returnData: expression === undefined,
  }));
  return expression === undefined
    ? watched
    : [...watched, { id: 'watched', expression, label: section, returnData: true }];
}
