import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { offsetOf, offsetToken } from '../../paging.ts';
import { type Operation, operation } from '../../service.ts';
import { invalidParameter } from '../errors.ts';
import type { LogGroup } from '../log-group.ts';
import type { LogGroups } from '../log-groups.ts';
import { queryOf } from './language/query-parser.ts';
import { Queries, type QueryRun } from './queries.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const maximumGroups = 50;
const maximumRows = 100_000;
/** What a query gives that sets no limit, and what one answer holds at most. */
const defaultRows = 10_000;

const groupList = z.array(z.string()).min(1).max(maximumGroups).optional();

const startInput = z.strictObject({
  queryLanguage: z.literal('CWLI').optional(),
  logGroupName: z.string().optional(),
  logGroupNames: groupList,
  logGroupIdentifiers: groupList,
  /** Seconds since the epoch. */
  startTime: z.int().min(0),
  endTime: z.int().min(0),
  queryString: z.string().min(1).max(10_000),
  limit: z.int().min(1).max(maximumRows).optional(),
});

const resultsInput = z.strictObject({
  queryId: z.string(),
  nextToken: z.string().optional(),
  maxItems: z.int().min(1).max(defaultRows).default(defaultRows),
});

/** StartQuery and GetQueryResults over these groups. */
export function queryOperations(groups: LogGroups): Readonly<Record<string, Operation>> {
  const queries = new Queries();
  const run = (queryId: string): QueryRun => {
    const found = queries.get(queryId);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `The query ${queryId} does not exist.`);
  };
  return {
    StartQuery: operation(startInput, (request) => {
      const { startTime, endTime, queryString } = request;
      if (startTime > endTime) throw invalidParameter('The startTime is after the endTime.');
      const query = queryOf(queryString);
      const limited = query.commands.some(({ kind }) => kind === 'limit') ? maximumRows : defaultRows;
      const { id } = queries.start(query, {
        groups: groupsOf(groups, request, query.sources),
        startTime: startTime * 1000,
        // The whole of the last second: the range is inclusive.
        endTime: endTime * 1000 + 999,
        maximumRows: request.limit ?? limited,
      });
      return { queryId: id };
    }),
    GetQueryResults: operation(resultsInput, ({ queryId, nextToken, maxItems }) => {
      const { status, results, statistics, logGroupsScanned } = run(queryId);
      const from = nextToken === undefined ? 0 : positionIn(nextToken);
      const to = from + maxItems;
      return {
        queryLanguage: 'CWLI',
        results: results.slice(from, to),
        statistics: { ...statistics, logGroupsScanned, resultCount: results.length },
        status,
        nextToken: to < results.length ? offsetToken(to) : undefined,
      };
    }),
  };
}

function groupsOf(
  groups: LogGroups,
  request: z.output<typeof startInput>,
  sources: readonly string[],
): readonly LogGroup[] {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = request;
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((one) => one !== undefined);
  if (given.length > 1 || given.length + sources.length === 0) {
    throw invalidParameter('StartQuery takes one of logGroupName, logGroupNames and logGroupIdentifiers.');
  }
  const names = [logGroupNames ?? logGroupName ?? [], sources].flat();
  return [
    ...new Set([
      ...names.map((name) => groups.of({ logGroupName: name })),
      ...(logGroupIdentifiers ?? []).map((identifier) => groups.of({ logGroupIdentifier: identifier })),
    ]),
  ];
}

function positionIn(token: string): number {
  const position = offsetOf(token);
  if (position === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return position;
}
