import { aws } from '../aws.ts';
import { run } from '../run.ts';

export interface LogLine {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly stream: string;
  readonly message: string;
  /** The line's JSON; nothing when it is none. */
  readonly fields: Readonly<Record<string, unknown>>;
}

interface FilteredLogEvents {
  readonly events: readonly {
    readonly eventId: string;
    readonly timestamp: number;
    readonly logStreamName: string;
    readonly message: string;
  }[];
}

/** The newest lines of the function's log group that match, newest first. */
export async function newestLines(
  filterPattern: string,
  startTime: number,
  limit: number,
): Promise<readonly LogLine[]> {
  const { events } = await aws<FilteredLogEvents>('logs', 'FilterLogEvents', {
    logGroupName: run.logGroup,
    filterPattern,
    startTime,
    limit,
    startFromHead: false,
  });
  return events
    .map(({ eventId, timestamp, logStreamName, message }) => ({
      id: eventId,
      at: timestamp,
      stream: logStreamName,
      message,
      fields: fieldsOf(message),
    }))
    .sort((one, other) => other.at - one.at);
}

function fieldsOf(message: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
