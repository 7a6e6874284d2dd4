import assert from 'node:assert/strict';
import { createCloudWatch } from '../../../../local/aws/cloudwatch/cloudwatch.ts';
import { dashboardsOf } from '../../../../local/stack/declared/cloudwatch/dashboards.ts';
import { metricAlarmsOf } from '../../../../local/stack/declared/cloudwatch/metric-alarms.ts';
import type { Graph, Properties } from '../../../../local/stack/program/graph.ts';
import { resource } from './resource.ts';

function graphOf(type: string, inputs: Properties, outputs: Properties = {}): Graph {
  return { resources: [resource(type, 'it', inputs, outputs)], outputs: {} };
}

describe('what the program declares for CloudWatch', () => {
  it('has dashboards', () => {
    const inputs = { dashboardName: 'dev_operations', dashboardBody: '{"widgets":[]}' };
    const graph = graphOf('aws:cloudwatch/dashboard:Dashboard', inputs, { dashboardArn: 'arn:dashboard' });
    assert.deepEqual(dashboardsOf(graph), [{ name: 'dev_operations', arn: 'arn:dashboard', body: '{"widgets":[]}' }]);
  });

  const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
  const common = { name: 'dev_it', comparisonOperator: 'GreaterThanThreshold', threshold: 5, evaluationPeriods: 3 };
  const described = {
    AlarmName: 'dev_it',
    AlarmArn: 'arn:alarm',
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    EvaluationPeriods: 3,
  };
  const alarms = (inputs: Properties) =>
    metricAlarmsOf(graphOf(alarmType, { ...common, ...inputs }, { arn: 'arn:alarm' }));

  it('has alarms on a metric, with CloudWatch’s defaults', () => {
    const inputs = {
      namespace: 'App',
      metricName: 'Age',
      dimensions: { source: 'momento' },
      extendedStatistic: 'p99',
      period: 60,
    };
    const declared = alarms(inputs);
    assert.deepEqual(declared, [
      {
        ...described,
        TreatMissingData: 'missing',
        Namespace: 'App',
        MetricName: 'Age',
        Dimensions: [{ Name: 'source', Value: 'momento' }],
        ExtendedStatistic: 'p99',
        Period: 60,
      },
    ]);
    createCloudWatch({ dashboards: [], alarms: declared, functionName: 'f' }).close();
  });

  it('has alarms on an expression', () => {
    const metric = { namespace: 'App', metricName: 'Errors', period: 60, stat: 'Sum' };
    const declared = alarms({
      datapointsToAlarm: 2,
      treatMissingData: 'notBreaching',
      alarmDescription: 'what to do',
      alarmActions: ['arn:aws:sns:us-east-1:000000000000:page'],
      metricQueries: [
        { id: 'e', metric: { ...metric, dimensions: { source: 'momento' } } },
        { id: 'doubled', expression: '2 * e', label: 'twice', returnData: true },
      ],
    });
    assert.deepEqual(declared, [
      {
        ...described,
        AlarmDescription: 'what to do',
        AlarmActions: ['arn:aws:sns:us-east-1:000000000000:page'],
        DatapointsToAlarm: 2,
        TreatMissingData: 'notBreaching',
        Metrics: [
          {
            Id: 'e',
            ReturnData: false,
            MetricStat: {
              Metric: { Namespace: 'App', MetricName: 'Errors', Dimensions: [{ Name: 'source', Value: 'momento' }] },
              Period: 60,
              Stat: 'Sum',
            },
          },
          { Id: 'doubled', Expression: '2 * e', Label: 'twice', ReturnData: true },
        ],
      },
    ]);
    createCloudWatch({ dashboards: [], alarms: declared, functionName: 'f' }).close();
  });

  it('names the resource of an alarm that cannot be evaluated here', () => {
    for (const wrong of [
      { comparisonOperator: 'LessThanLowerThreshold' },
      { evaluateLowSampleCountPercentiles: 'ignore' },
      { threshold: undefined },
    ]) {
      assert.throws(() => alarms(wrong), /MetricAlarm::it cannot run locally/);
    }
  });
});
