import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { logKeys } from '../function/signals.ts';
import { type AwsAccess, answer, isLocal } from './aws-access.ts';

/** The line that a delivery gets in the function's log, by its keys. */
export type LogLine = Readonly<Record<string, unknown>>;

/** How long it may take until it is found, in milliseconds: on AWS some seconds pass before it can be. */
const patienceMs = { local: 10_000, aws: 30_000 };
const pollMs = { local: 50, aws: 1_000 };

/** How a line of a delivery is found: by the id of the request that brought it, or by its own. */
export type LogKey = { readonly requestId: string } | { readonly deliveryId: string };

/** The line of a delivery; nothing when there is none in time. */
export async function loggedLine(
  { aws, logGroup }: { readonly aws: AwsAccess; readonly logGroup: string },
  key: LogKey,
  stopped: AbortSignal,
): Promise<LogLine | undefined> {
  const client = new CloudWatchLogsClient(aws.configuration);
  const where = isLocal(aws.endpoint) ? 'local' : 'aws';
  const until = performance.now() + patienceMs[where];
  const command = new FilterLogEventsCommand({
    logGroupName: logGroup,
    filterPattern: `{ ${fieldOf(key)} && $.${logKeys.outcome} = * }`,
    startTime: Date.now() - 60_000,
  });
  while (performance.now() < until && !stopped.aborted) {
    const { events = [] } = await answer(client.send(command), aws);
    const message = events[0]?.message;
    // What the pattern matches is JSON.
    if (message !== undefined) return JSON.parse(message) as LogLine;
    await sleep(pollMs[where]);
  }
  return undefined;
}

/** The id of the request as Powertools logs it. */
function fieldOf(key: LogKey): string {
  return 'requestId' in key
    ? `$.function_request_id = "${key.requestId}"`
    : `$.${logKeys.deliveryId} = "${key.deliveryId}"`;
}
