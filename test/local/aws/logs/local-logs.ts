import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type CloudWatchLogs, createCloudWatchLogs } from '../../../../local/aws/logs/logs.ts';
import { listening } from '../sqs/listening.ts';

export const logGroupName = '/aws/lambda/ingress';
export const unlimitedGroupName = '/aws/lambda/other';
export const arnOf = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;
export const hourMs = 60 * 60 * 1000;
/** When every test begins. */
export const start = Date.parse('2026-07-10T12:00:00Z');

export interface LocalLogs {
  /** The clock of the logs, in milliseconds since the epoch. */
  now: number;
  readonly logs: CloudWatchLogs;
  readonly client: CloudWatchLogsClient;
  /** To stream `a` at the present time where nothing else is said. */
  write(message: string, timestamp?: number, stream?: string): void;
  filter(more?: Partial<FilterLogEventsCommandInput>): Promise<FilterLogEventsCommandOutput>;
  messages(more?: Partial<FilterLogEventsCommandInput>): Promise<readonly (string | undefined)[] | undefined>;
  close(): Promise<void>;
}

/** Three log groups of up to 10,000 bytes, on the real endpoint, with the SDK's client of it. */
export async function startLogs(): Promise<LocalLogs> {
  const clock = { now: start };
  const logs = createCloudWatchLogs({
    groups: [
      { name: logGroupName, arn: arnOf(logGroupName), retentionDays: 7 },
      { name: '/aws/events/bus', arn: `${arnOf('/aws/events/bus')}:*`, retentionDays: 0 },
      { name: unlimitedGroupName, arn: arnOf(unlimitedGroupName) },
    ],
    maximumBytes: 10_000,
    clock: () => clock.now,
  });
  const endpoint = await listening([logs.service]);
  const client = new CloudWatchLogsClient(endpoint.client);
  const filter = (more: Partial<FilterLogEventsCommandInput> = {}) =>
    client.send(new FilterLogEventsCommand({ logGroupName, ...more }));
  return Object.assign(clock, {
    logs,
    client,
    write: (message: string, timestamp = clock.now, stream = 'a') =>
      logs.write(logGroupName, stream, timestamp, message),
    filter,
    messages: async (more: Partial<FilterLogEventsCommandInput> = {}) =>
      (await filter(more)).events?.map(({ message }) => message),
    async close() {
      client.destroy();
      await endpoint.close();
    },
  });
}
