import type { FunctionUrlRequest } from '../../lambda/function-url/function-url.ts';
import type { InvocationRecord } from '../../lambda/lambda.ts';
import type { Dimensions } from '../metrics/metric.ts';
import type { PutMetric } from './put.ts';

/**
 * AWS/Lambda, at the time an invocation began. Errors and Throttles are 0 beside an invocation that had none, so that
 * there is a line to see; all are by function, by function and `Resource`, which for an unqualified invocation is the
 * function's name again, and across all functions.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function lambdaMetrics(put: PutMetric, functionName: string): (event: InvocationRecord) => void {
  const sets: readonly Dimensions[] = [
    {},
    { FunctionName: functionName },
    { FunctionName: functionName, Resource: functionName },
  ];
  const putAll = (name: string, unit: 'Count' | 'Milliseconds', value: number, at: number) => {
    for (const dimensions of sets) put(name, unit, value, dimensions, at);
  };
  return (event) => {
    switch (event.kind) {
      case 'throttle':
        return putAll('Throttles', 'Count', 1, event.at);
      case 'invocation':
        putAll('Invocations', 'Count', 1, event.startedAt);
        putAll('Errors', 'Count', event.outcome.status === 'success' ? 0 : 1, event.startedAt);
        putAll('Throttles', 'Count', 0, event.startedAt);
        putAll('ConcurrentExecutions', 'Count', event.concurrency, event.startedAt);
        return putAll('Duration', 'Milliseconds', event.metrics.durationMs, event.startedAt);
    }
  };
}

/**
 * The AWS/Lambda metrics of a Function URL. AWS does not say whether a request that is no 4xx counts 0 there; here it
 * does, as in API Gateway's metrics, so that their average is a rate.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
 */
export function functionUrlMetrics(put: PutMetric, functionName: string): (request: FunctionUrlRequest) => void {
  const sets: readonly Dimensions[] = [
    { FunctionName: functionName },
    { FunctionName: functionName, Resource: `${functionName}:$LATEST` },
  ];
  return ({ at, latencyMs, status }) => {
    for (const dimensions of sets) {
      put('UrlRequestCount', 'Count', 1, dimensions, at);
      put('Url4xxCount', 'Count', status >= 400 && status < 500 ? 1 : 0, dimensions, at);
      put('Url5xxCount', 'Count', status >= 500 ? 1 : 0, dimensions, at);
      put('UrlRequestLatency', 'Milliseconds', latencyMs, dimensions, at);
    }
  };
}
