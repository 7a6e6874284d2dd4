import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  type StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { hourMs, type LocalLogs, logGroupName, start } from '../local-logs.ts';

/** The hour up to the time at which every test begins, as StartQuery takes it. */
export const lastHour = { startTime: (start - hourMs) / 1000, endTime: start / 1000 };

/** Runs a query to its end. */
export async function asked(
  client: CloudWatchLogsClient,
  queryString: string,
  more: Partial<StartQueryCommandInput> = {},
): Promise<GetQueryResultsCommandOutput> {
  const { queryId } = await client.send(
    new StartQueryCommand({ queryString, ...lastHour, ...('logGroupNames' in more ? {} : { logGroupName }), ...more }),
  );
  for (;;) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    if (answer.status !== 'Running' && answer.status !== 'Scheduled') return answer;
    await sleep(2);
  }
}

/** The rows of a query as objects, without @ptr. */
export async function rows(aws: LocalLogs, query: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const { results = [], status } = await asked(aws.client, query);
  assert.equal(status, 'Complete');
  return results.map((row) =>
    Object.fromEntries(
      row.flatMap(({ field = '', value = '' }) => (field === '@ptr' ? [] : [[field, value] as const])),
    ),
  );
}

/** The one value of the one row of a query. */
export async function value(aws: LocalLogs, query: string): Promise<string | undefined> {
  const [row, ...others] = await rows(aws, query);
  assert.equal(others.length, 0, 'one row');
  const values = Object.values(row ?? {});
  assert.ok(values.length <= 1, `one value, not ${JSON.stringify(row)}`);
  return values[0];
}
