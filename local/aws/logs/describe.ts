import { z } from 'zod';
import { type Page, page } from '../paging.ts';
import { type Operation, operation } from '../service.ts';
import { invalidParameter } from './errors.ts';
import type { LogGroup, LogStream } from './log-group.ts';
import type { LogGroups } from './log-groups.ts';

const groupsInput = z.strictObject({
  logGroupNamePrefix: z.string().min(1).optional(),
  logGroupNamePattern: z.string().optional(),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

export function describeLogGroups(groups: LogGroups): Operation {
  return operation(groupsInput, ({ logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit, nextToken }) => {
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const named = groups.all.filter(({ name }) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''));
    const listed = valid(page(named, ({ name }) => name, limit, nextToken));
    return {
      logGroups: listed.items.map((group) => (pattern === undefined ? described(group) : found(group))),
      nextToken: listed.nextToken,
    };
  });
}

/** All that a search by pattern returns of a group. */
function found(group: LogGroup) {
  return {
    arn: `${group.arn}:*`,
    creationTime: group.createdAt,
    logGroupName: group.name,
    logGroupArn: group.arn,
    logGroupClass: 'STANDARD',
    metricFilterCount: 0,
  };
}

function described(group: LogGroup) {
  return {
    ...found(group),
    deletionProtectionEnabled: false,
    storedBytes: group.storedBytes(),
    retentionInDays: group.retentionDays,
  };
}

const streamsInput = z.strictObject({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

export function describeLogStreams(groups: LogGroups): Operation {
  return operation(streamsInput, ({ logStreamNamePrefix: prefix, orderBy, descending, limit, nextToken, ...of }) => {
    const group = groups.of(of);
    if (orderBy === 'LastEventTime' && prefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const named = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ''));
    const sorted = named.sort(orderBy === 'LastEventTime' ? byLastEvent : byName);
    const listed = valid(page(descending ? sorted.toReversed() : sorted, ({ name }) => name, limit, nextToken));
    return {
      logStreams: listed.items.map((stream) => ({
        logStreamName: stream.name,
        arn: `${group.arn}:log-stream:${stream.name}`,
        creationTime: stream.createdAt,
        firstEventTimestamp: stream.firstEventAt,
        lastEventTimestamp: stream.lastEventAt,
        lastIngestionTime: stream.lastIngestionAt,
        // No longer supported for streams: always 0.
        storedBytes: 0,
      })),
      nextToken: listed.nextToken,
    };
  });
}

function byName(one: LogStream, other: LogStream): number {
  return one.name < other.name ? -1 : 1;
}

function byLastEvent(one: LogStream, other: LogStream): number {
  return (one.lastEventAt ?? 0) - (other.lastEventAt ?? 0) || byName(one, other);
}

function valid<T>(listed: Page<T> | undefined): Page<T> {
  if (listed) return listed;
  throw invalidParameter('The specified nextToken is invalid.');
}
