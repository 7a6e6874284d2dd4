import { z } from 'zod';
import { type Operation, operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { filterPattern } from './filter-pattern/filter-pattern.ts';
import type { LogEvent, LogGroup } from './log-group.ts';
import { type LogGroups, streamOf } from './log-groups.ts';

const input = z.strictObject({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(''),
  limit: z.int().min(1).max(10_000).default(10_000),
  nextToken: z.string().optional(),
  startFromHead: z.boolean().default(true),
  // CloudWatch Logs ignores the one, and the local run masks nothing that the other could unmask.
  interleaved: z.boolean().optional(),
  unmask: z.boolean().optional(),
});

/** A page of events holds up to 1 MiB in CloudWatch Logs. */
const maximumPageBytes = 1_048_576;

export function filterLogEvents(groups: LogGroups): Operation {
  return operation(input, (request) => {
    const group = groups.of(request);
    const inStream = streamFilter(group, request.logStreamNames, request.logStreamNamePrefix);
    const matches = filterPattern(request.filterPattern);
    const from = request.nextToken === undefined ? undefined : positionIn(request.nextToken);
    const forward = from?.forward ?? request.startFromHead;
    const wanted = (event: LogEvent) =>
      event.timestamp >= request.startTime &&
      event.timestamp <= request.endTime &&
      inStream(event.stream) &&
      (from === undefined || isBeyond(event, from)) &&
      matches(event.message);
    // One more than the page takes, which tells that there are more; the rest of a large group is not searched.
    const ordered = forward ? group.events() : group.events().toReversed();
    const found = firstOf(ordered, wanted, request.limit + 1);
    const events = pageOf(found, request.limit);
    const last = events.at(-1);
    return {
      events: events.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: eventId(event),
      })),
      // No longer supported: always empty.
      searchedLogStreams: [],
      nextToken: last && events.length < found.length ? tokenFor(last, forward) : undefined,
    };
  });
}

function firstOf(events: readonly LogEvent[], wanted: (event: LogEvent) => boolean, most: number): readonly LogEvent[] {
  const found: LogEvent[] = [];
  for (const event of events) {
    if (found.length === most) break;
    if (wanted(event)) found.push(event);
  }
  return found;
}

/** Always one event at least, so that paging goes on. */
function pageOf(events: readonly LogEvent[], limit: number): readonly LogEvent[] {
  let bytes = 0;
  const end = events.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message);
    return index === limit || (index > 0 && bytes > maximumPageBytes);
  });
  return end === -1 ? events : events.slice(0, end);
}

function streamFilter(group: LogGroup, names: readonly string[] | undefined, prefix: string | undefined) {
  if (names && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  }
  for (const name of names ?? []) streamOf(group, name);
  return (stream: string) => (names ? names.includes(stream) : stream.startsWith(prefix ?? ''));
}

interface Position {
  readonly forward: boolean;
  readonly timestamp: number;
  readonly sequence: number;
}

function tokenFor({ timestamp, sequence }: LogEvent, forward: boolean): string {
  return Buffer.from(JSON.stringify({ forward, timestamp, sequence })).toString('base64url');
}

const position = z.strictObject({ forward: z.boolean(), timestamp: z.int(), sequence: z.int() });

function positionIn(nextToken: string): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(nextToken, 'base64url').toString('utf8')));
  } catch {
    throw invalidParameter('The specified nextToken is invalid.');
  }
}

function isBeyond(event: LogEvent, { forward, timestamp, sequence }: Position): boolean {
  const distance = event.timestamp - timestamp || event.sequence - sequence;
  return forward ? distance > 0 : distance < 0;
}

/** 56 digits, as in AWS; unique in its group. */
function eventId({ timestamp, sequence }: LogEvent): string {
  return `${timestamp}${String(sequence).padStart(56 - String(timestamp).length, '0')}`;
}
