/*
 * The only door to the laptop's AWS: trials, tools, examples and tests import from here and from nowhere else in this
 * folder. Tests in test/local/ may import the file that they test.
 */

export { alarmOf } from './aws/cloudwatch/alarms/alarm.ts';
export { Alarms } from './aws/cloudwatch/alarms/alarms.ts';
export { windowOf } from './aws/cloudwatch/alarms/mute-rules/schedule.ts';
export { type DeclaredAlarms, type Happening, type Replayed, replay } from './aws/cloudwatch/alarms/replay.ts';
export { metricKey } from './aws/cloudwatch/metrics/metric.ts';
export { type Datum, MetricStore } from './aws/cloudwatch/metrics/metric-store.ts';
export { awsEndpoint } from './aws/endpoint.ts';
export { eventBridge } from './aws/eventbridge/eventbridge.ts';
export type { Fault, Injection } from './aws/faults.ts';
export { bootstrap } from './aws/lambda/environment/function-process.ts';
export { processEnvironment } from './aws/lambda/environment/process-environment.ts';
export { runtimeApi } from './aws/lambda/environment/runtime-api.ts';
export type { FunctionConfiguration, LogLine } from './aws/lambda/function-configuration.ts';
export type { UrlEvent } from './aws/lambda/function-url/event.ts';
export { type HostEvent, type LambdaHost, lambdaHost } from './aws/lambda/lambda.ts';
export { wallClock } from './aws/lambda/wall-clock.ts';
export { type SecretDeclaration, secretsManager } from './aws/secretsmanager/secretsmanager.ts';
export type { Delivery } from './aws/sns/subscriptions.ts';
export type { Entity, SegmentDocument } from './aws/xray/document.ts';
export { type AwsCall, awsCall } from './console/aws-call.ts';
export { startConsole } from './console/console.ts';
export type { DashboardBody, MetricProperties } from './console/page/dashboards/body.ts';
export { metricQueries, timesFor } from './console/page/dashboards/metric-query.ts';
export { host, listen, reservePort } from './ports.ts';
export { alarmsOf } from './stack/declared/cloudwatch.ts';
export { type Graph, ofType, type Properties, type Resource } from './stack/program/graph.ts';
export { ProgramError, runProgram } from './stack/program/program.ts';
export { awsProvider, type Place } from './stack/program/provider.ts';
export { type LocalStack, startStack } from './stack/stack.ts';
