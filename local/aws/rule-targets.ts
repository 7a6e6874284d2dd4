import { AwsError } from './aws-error.ts';
import { PermanentFailure, type Send } from './eventbridge/delivery/send.ts';
import type { LocalEvents } from './local-events.ts';
import type { LogGroupDeclaration } from './logs/log-group.ts';
import type { createCloudWatchLogs } from './logs/logs.ts';
import type { Sqs } from './sqs/sqs.ts';

/** Where an event goes when a rule's target is that ARN. */
export function ruleTargets(
  queues: Sqs,
  logs: ReturnType<typeof createCloudWatchLogs>,
  logGroups: readonly LogGroupDeclaration[],
  events: LocalEvents,
): Send {
  const groups = new Map(logGroups.map(({ arn, name }) => [arn, name]));
  return async (arn, body, attributes) => {
    if (arn === events.queue.arn) events.announce(body);
    const group = groups.get(arn.replace(/:\*$/, ''));
    // EventBridge writes to a log stream of its own choice.
    if (group !== undefined) return logs.write(group, 'events', Date.now(), body);
    if (!queues.has(arn)) throw new PermanentFailure('NO_RESOURCE', `the local run has no target ${arn}`);
    try {
      queues.send(arn, body, attributes);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // What SQS refuses now it will refuse later; AWS puts such an event aside at once.
      throw new PermanentFailure('INVALID_PARAMETER', error.message);
    }
  };
}
