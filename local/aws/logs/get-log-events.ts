import { z } from 'zod';
import { type Operation, operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { pageOf } from './filter-log-events.ts';
import type { LogEvent } from './log-group.ts';
import { type LogGroups, streamOf } from './log-groups.ts';

const input = z.strictObject({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamName: z.string(),
  startTime: z.int().min(0).default(0),
  endTime: z.int().min(0).default(Number.MAX_SAFE_INTEGER),
  limit: z.int().min(1).max(10_000).default(10_000),
  nextToken: z.string().optional(),
  startFromHead: z.boolean().default(false),
  // The local run masks nothing that this could unmask.
  unmask: z.boolean().optional(),
});

export function getLogEvents(groups: LogGroups): Operation {
  return operation(input, (request) => {
    const group = groups.of(request);
    const stream = streamOf(group, request.logStreamName);
    const inRange = group.events().filter((event) => {
      // Unlike FilterLogEvents, this operation leaves the end itself out.
      return event.stream === stream.name && event.timestamp >= request.startTime && event.timestamp < request.endTime;
    });
    const from =
      request.nextToken === undefined ? ends[request.startFromHead ? 'head' : 'tail'] : read(request.nextToken);
    const beyond = inRange.filter((event) => {
      const distance = event.timestamp - from.timestamp || event.sequence - from.sequence;
      return from.direction === 'f' ? distance > 0 : distance < 0;
    });
    // Either way the events of a page are in the order of time.
    const events =
      from.direction === 'f' ? pageOf(beyond, request.limit) : pageOf(beyond.toReversed(), request.limit).toReversed();
    return {
      events: events.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      // At an end, the token of that direction is the one that was given.
      nextForwardToken: token('f', events.at(-1) ?? from),
      nextBackwardToken: token('b', events.at(0) ?? from),
    };
  });
}

/** A place between two events and the direction to go from it. */
interface Position extends Pick<LogEvent, 'timestamp' | 'sequence'> {
  readonly direction: 'f' | 'b';
}

const ends = {
  head: { direction: 'f', timestamp: 0, sequence: 0 },
  tail: { direction: 'b', timestamp: Number.MAX_SAFE_INTEGER, sequence: 0 },
} as const satisfies Readonly<Record<string, Position>>;

function token(direction: 'f' | 'b', { timestamp, sequence }: Pick<Position, 'timestamp' | 'sequence'>): string {
  // An empty stream read from its tail goes forward from its head: what comes next is new.
  const place = timestamp === Number.MAX_SAFE_INTEGER && direction === 'f' ? ends.head : { timestamp, sequence };
  return `${direction}/${place.timestamp}/${place.sequence}`;
}

function read(nextToken: string): Position {
  const [, direction, timestamp, sequence] = /^([fb])\/(\d+)\/(\d+)$/.exec(nextToken) ?? [];
  if (direction === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return { direction: direction === 'f' ? 'f' : 'b', timestamp: Number(timestamp), sequence: Number(sequence) };
}
