import { coldStartMetrics, dimensions, type Metric, metrics, namespace } from '../function/signals.ts';
import type { Monitored, MonitoredRule } from './monitored.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}`;

/** One statistic of one metric: what a graph draws and an alarm watches. */
export interface MetricStat {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: Statistic;
}

/** A metric that the function emits, of the whole stack or of one source, reason or kind of init. */
export function emitted(
  { functionName }: Monitored,
  { name }: Metric,
  stat: Statistic,
  by: Readonly<Partial<Record<keyof typeof dimensions, string>>> = {},
): MetricStat {
  return { namespace, name, dimensions: { [dimensions.service]: functionName, ...by }, stat };
}

/**
 * All deliveries. Each has a duration, while Published, Parked, Duplicates, Refused and Failed are emitted only when they
 * are the outcome, so this is the denominator that is there whenever there was a delivery.
 */
export function deliveries(monitored: Monitored): MetricStat {
  return emitted(monitored, metrics.duration, 'SampleCount');
}

/** Those of one source, whatever became of them. */
export function deliveriesOf(monitored: Monitored, source: string): MetricStat {
  return emitted(monitored, metrics.duration, 'SampleCount', { [dimensions.source]: source });
}

/** A phase of the cold starts that a sender waited for or, when `proactive`, that nobody did. */
export function coldStart(
  monitored: Monitored,
  name: keyof typeof coldStartMetrics,
  stat: Statistic,
  init: 'on-demand' | 'proactive' = 'on-demand',
): MetricStat {
  return emitted(monitored, coldStartMetrics[name], stat, { [dimensions.init]: init });
}

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html and, of those that begin with Url,
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
 */
type LambdaMetric =
  | 'Invocations'
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'ConcurrentExecutions'
  | 'UrlRequestCount'
  | 'Url4xxCount'
  | 'Url5xxCount'
  | 'UrlRequestLatency';

export function lambda({ functionName }: Monitored, name: LambdaMetric, stat: Statistic): MetricStat {
  return { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName }, stat };
}

/** Of what Lambda's own log lines tell and no metric of AWS does: `pattern` finds the lines. */
export const logMetrics = {
  timeouts: { name: 'Timeouts', pattern: '{ $.type = "platform.report" && $.record.status = "timeout" }' },
  /**
   * Environments, not tries: of an init that failed a second one is made, in the phase "invoke" of the delivery that waits
   * for it. Lambda writes this line only of an init that failed, at its level WARN; not so `platform.initReport`.
   * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
   */
  failedInits: {
    name: 'FailedInits',
    pattern: '{ $.type = "platform.initRuntimeDone" && $.record.phase = "init" && $.record.status != "success" }',
  },
} as const;

/**
 * A metric filter takes dimensions from the lines alone, and these do not name the function: so the namespace does.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringPolicyExamples.html
 */
export function logMetricNamespace({ functionName }: Pick<Monitored, 'functionName'>): string {
  return `${namespace}/${functionName}`;
}

export function logged(monitored: Monitored, metric: keyof typeof logMetrics): MetricStat {
  return { namespace: logMetricNamespace(monitored), name: logMetrics[metric].name, dimensions: {}, stat: 'Sum' };
}

/**
 * What CloudWatch Logs says of metrics in lines that it could not read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
type LogGroupMetric = 'EMFParsingErrors' | 'EMFValidationErrors';

export function logGroup({ logGroup }: Monitored, name: LogGroupMetric): MetricStat {
  return { namespace: 'AWS/Logs', name, dimensions: { LogGroupName: logGroup }, stat: 'Sum' };
}

/**
 * Of a rule on a custom bus EventBridge has both dimensions. The last three appear only when they are not zero.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
type RuleMetric =
  | 'MatchedEvents'
  | 'Invocations'
  | 'FailedInvocations'
  | 'InvocationsSentToDlq'
  | 'InvocationsFailedToBeSentToDlq';

export function rule({ busName }: Monitored, { ruleName }: MonitoredRule, name: RuleMetric): MetricStat {
  return { namespace: 'AWS/Events', name, dimensions: { EventBusName: busName, RuleName: ruleName }, stat: 'Sum' };
}

/**
 * Of a queue that is neither used nor filled SQS reports nothing after six hours.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
type QueueMetric =
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible'
  | 'ApproximateAgeOfOldestMessage';

export function queue(queueName: string, name: QueueMetric): MetricStat {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName: queueName }, stat: 'Maximum' };
}
