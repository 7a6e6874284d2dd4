import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { eventOverheadBytes, type LogEvent, type LogGroup, type LogStream } from './log-group.ts';
import { type LogGroups, streamOf } from './log-groups.ts';

const names = {
  logGroupName: z.string(),
  logStreamName: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^:*]*$/),
};

export function createLogStream(groups: LogGroups): Operation {
  return operation(z.strictObject(names), ({ logGroupName, logStreamName }) => {
    const group = groups.of({ logGroupName });
    if (group.streams.has(logStreamName)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    group.createStream(logStreamName);
    return {};
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const maximumBatchBytes = 1_048_576;
const hourMs = 60 * 60 * 1000;
const maximumSpanMs = 24 * hourMs;
const maximumFutureMs = 2 * hourMs;
const maximumPastMs = 14 * 24 * hourMs;

const input = z.strictObject({
  ...names,
  logEvents: z
    .array(z.strictObject({ timestamp: z.int().min(0), message: z.string().min(1) }))
    .min(1)
    .max(10_000),
  // CloudWatch Logs ignores it.
  sequenceToken: z.string().optional(),
});

type NewEvent = z.output<typeof input>['logEvents'][number];

export function putLogEvents(
  groups: LogGroups,
  clock: () => number,
  written: (group: LogGroup, stream: LogStream, event: NewEvent) => LogEvent,
): Operation {
  return operation(input, ({ logGroupName, logStreamName, logEvents }) => {
    const group = groups.of({ logGroupName });
    const stream = streamOf(group, logStreamName);
    withinLimits(logEvents);
    const age = ages(group, clock());
    for (const event of logEvents) {
      if (age(event) === 'accepted') written(group, stream, event);
    }
    return { nextSequenceToken: String(stream.lastIngestionAt ?? 0), rejectedLogEventsInfo: rejected(logEvents, age) };
  });
}

function withinLimits(events: readonly NewEvent[]): void {
  const bytes = events.map(({ message }) => Buffer.byteLength(message) + eventOverheadBytes).reduce((a, b) => a + b);
  if (bytes > maximumBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maximumBatchBytes}`);
  }
  const times = events.map(({ timestamp }) => timestamp);
  if (times.some((time, index) => time < (times[index - 1] ?? 0))) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > maximumSpanMs) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

type Age = 'accepted' | 'too new' | 'too old' | 'expired';

function ages({ retentionDays }: LogGroup, now: number): (event: NewEvent) => Age {
  return ({ timestamp }) => {
    if (timestamp > now + maximumFutureMs) return 'too new';
    if (retentionDays !== undefined && timestamp < now - retentionDays * 24 * hourMs) return 'expired';
    return timestamp < now - maximumPastMs ? 'too old' : 'accepted';
  };
}

/** The events are in the order of time, so each kind of rejection is one end of the list. */
function rejected(events: readonly NewEvent[], age: (event: NewEvent) => Age) {
  const tooNew = events.findIndex((event) => age(event) === 'too new');
  const tooOld = events.findLastIndex((event) => age(event) === 'too old');
  const expired = events.findLastIndex((event) => age(event) === 'expired');
  if (tooNew === -1 && tooOld === -1 && expired === -1) return undefined;
  return {
    tooNewLogEventStartIndex: tooNew === -1 ? undefined : tooNew,
    tooOldLogEventEndIndex: tooOld === -1 ? undefined : tooOld + 1,
    expiredLogEventEndIndex: expired === -1 ? undefined : expired + 1,
  };
}
