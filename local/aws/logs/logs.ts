import type { Service } from '../service.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { describeQueryDefinitions, type QueryDefinition } from './insights/definitions.ts';
import { queryOperations } from './insights/insights.ts';
import type { LogEvent, LogGroup, LogGroupDeclaration, LogStream } from './log-group.ts';
import { LogGroups } from './log-groups.ts';
import { createLogStream, putLogEvents } from './put-log-events.ts';

export interface CloudWatchLogsOptions {
  readonly groups: readonly LogGroupDeclaration[];
  readonly queryDefinitions?: readonly QueryDefinition[];
  /** What one group keeps at most, each event counted with its 26 bytes of overhead. */
  readonly maximumBytes?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export type LogListener = (event: LogEvent & { readonly group: string }) => void;

export interface CloudWatchLogs {
  readonly service: Service;
  /** Writes from inside the run, as Lambda does: a stream that is not there is created. Throws for an unknown group. */
  write(group: string, stream: string, timestamp: number, message: string): void;
  /** Every event as it is written, by whatever way. Answers with the way to stop. */
  subscribe(listener: LogListener): () => void;
}

/** Amazon CloudWatch Logs in memory: the log groups of the program, read and searched through the real API. */
export function createCloudWatchLogs(options: CloudWatchLogsOptions): CloudWatchLogs {
  const { groups: declared, queryDefinitions = [], maximumBytes = 32 * 1024 * 1024, clock = Date.now } = options;
  const groups = new LogGroups(declared, maximumBytes, clock);
  const listeners = new Set<LogListener>();
  const written = (
    group: LogGroup,
    stream: LogStream,
    { timestamp, message }: Pick<LogEvent, 'timestamp' | 'message'>,
  ) => {
    const event = group.write(stream, timestamp, message);
    for (const listener of listeners) listener({ ...event, group: group.name });
    return event;
  };
  return {
    service: {
      target: 'Logs_20140328',
      invalidInput: 'InvalidParameterException',
      operations: {
        FilterLogEvents: filterLogEvents(groups),
        CreateLogStream: createLogStream(groups),
        PutLogEvents: putLogEvents(groups, clock, written),
        ...queryOperations(groups),
        DescribeQueryDefinitions: describeQueryDefinitions(queryDefinitions, clock()),
      },
    },
    write(groupName, streamName, timestamp, message) {
      const group = groups.of({ logGroupName: groupName });
      written(group, group.streams.get(streamName) ?? group.createStream(streamName), { timestamp, message });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
