import type { RuleEvent } from '../../eventbridge/rule-event.ts';
import type { Dimensions } from '../metrics/metric.ts';
import type { PutMetric } from './put.ts';

/**
 * AWS/Events by rule: with EventBusName on a bus of one's own, without it on the default bus. What AWS sends only when
 * it is not 0 is not here either: retries, failed invocations and the dead-letter queue.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export function eventBridgeMetrics(put: PutMetric): (event: RuleEvent) => void {
  return (event) => {
    const { at, rule } = event;
    const dimensions: Dimensions =
      rule.busName === 'default' ? { RuleName: rule.name } : { EventBusName: rule.busName, RuleName: rule.name };
    const count = (name: string) => put(name, 'Count', 1, dimensions, at);
    const latency = (name: string, since: number) => put(name, 'Milliseconds', at - since, dimensions, at);
    switch (event.kind) {
      case 'match':
        count('MatchedEvents');
        return count('TriggeredRules');
      case 'attempt':
        count('InvocationAttempts');
        if (event.retry > 0) return count('RetryInvocationAttempts');
        return latency('IngestionToInvocationStartLatency', event.ingestedAt);
      case 'success':
        count('SuccessfulInvocationAttempts');
        count('Invocations');
        return latency('IngestionToInvocationSuccessLatency', event.ingestedAt);
      case 'failure':
        count('Invocations');
        return count('FailedInvocations');
      case 'dead-letter':
        return count(event.taken ? 'InvocationsSentToDlq' : 'InvocationsFailedToBeSentToDlq');
    }
  };
}
