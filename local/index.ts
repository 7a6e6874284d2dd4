/*
 * The only door to the laptop's AWS: trials, tools, examples and tests import from here and from nowhere else in this
 * folder. Tests in test/local/ may import the file that they test.
 */

export { AwsError } from './aws/aws-error.ts';
export { CloudWatchAlarms } from './aws/cloudwatch/alarms/alarms.ts';
export { parseMetricAlarm } from './aws/cloudwatch/alarms/metric-alarm.ts';
export { muteWindow } from './aws/cloudwatch/alarms/mute-rules/schedule.ts';
export {
  type AlarmDeclarations,
  type AlarmInput,
  type AlarmReplay,
  replayAlarms,
} from './aws/cloudwatch/alarms/replay.ts';
export { metricIdentity } from './aws/cloudwatch/metrics/metric.ts';
export { type MetricDatum, MetricStore } from './aws/cloudwatch/metrics/metric-store.ts';
export { awsEndpointServer } from './aws/endpoint.ts';
export { createEventBridge } from './aws/eventbridge/eventbridge.ts';
export type { Fault, FaultInjection } from './aws/faults.ts';
export { lambdaEnvironmentVariables } from './aws/lambda/environment/environment-variables.ts';
export { bootstrapPath } from './aws/lambda/environment/function-process.ts';
export { runtimeApi } from './aws/lambda/environment/runtime-api.ts';
export { epochMilliseconds } from './aws/lambda/epoch-milliseconds.ts';
export type { FunctionConfiguration, FunctionLogLine } from './aws/lambda/function-configuration.ts';
export type { FunctionUrlEvent } from './aws/lambda/function-url/event.ts';
export { createLambdaHost, type InvocationRecord, type LambdaHost } from './aws/lambda/lambda.ts';
export { createSecretsManager, type SecretDeclaration } from './aws/secretsmanager/secretsmanager.ts';
export type { NotificationDelivery } from './aws/sns/subscriptions.ts';
export type { SegmentDocument, XrayEntity } from './aws/xray/document.ts';
export { type AwsCaller, awsCaller } from './console/aws-caller.ts';
export { startConsole } from './console/console.ts';
export type { DashboardBody, MetricWidgetProperties } from './console/page/dashboards/body.ts';
export { widgetMetricQueries, widgetTimeRange } from './console/page/dashboards/metric-query.ts';
export { listenLocally, loopbackAddress, reservePort } from './ports.ts';
export { metricAlarmsOf } from './stack/declared/cloudwatch/metric-alarms.ts';
export { type Graph, ofType, type Properties, type Resource } from './stack/program/graph.ts';
export { ProgramError, runProgram } from './stack/program/program.ts';
export { type AwsLocation, awsProvider } from './stack/program/provider.ts';
export { type LocalStack, startStack } from './stack/stack.ts';
