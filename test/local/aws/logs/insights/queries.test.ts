import assert from 'node:assert/strict';
import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  GetQueryResultsCommand,
  InvalidParameterException,
  MalformedQueryException,
  ResourceNotFoundException,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createCloudWatchLogs } from '../../../../../local/aws/logs/logs.ts';
import { listening } from '../../sqs/listening.ts';
import { arnOf, hourMs, type LocalLogs, logGroupName, start, startLogs, unlimitedGroupName } from '../local-logs.ts';
import { asked, lastHour, rows } from './asked.ts';

describe('Logs Insights queries', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  const begin = (queryString: string, more: object = { logGroupName }) =>
    aws.client.send(new StartQueryCommand({ queryString, ...lastHour, ...more }));

  it('read the time range, both of its ends included', async () => {
    const times = [start - hourMs - 1, start - hourMs, start - 1, start + 999, start + 1000];
    for (const time of times) aws.write(String(time), time);
    assert.deepEqual(
      (await rows(aws, 'display @message')).map((row) => Number(row['@message'])),
      times.slice(1, 4).toReversed(),
    );
  });

  it('read several groups, by name or ARN, in one order', async () => {
    aws.write('one', start - 3);
    aws.logs.write(unlimitedGroupName, 'b', start - 2, 'two');
    aws.write('three', start - 1);
    const both = [logGroupName, unlimitedGroupName];
    for (const groups of [{ logGroupNames: both }, { logGroupIdentifiers: both.map(arnOf) }]) {
      const { queryId } = await begin('display @message', groups);
      await asked(aws.client, 'display @message');
      const { results = [] } = await aws.client.send(new GetQueryResultsCommand({ queryId }));
      assert.deepEqual(
        results.map(([first]) => first?.value),
        ['three', 'two', 'one'],
      );
    }
  });

  it('read the groups that the query itself names, as those of dashboards do', async () => {
    aws.write('one', start - 2);
    aws.logs.write(unlimitedGroupName, 'b', start - 1, 'two');
    const query = `SOURCE '${logGroupName}' | SOURCE '${unlimitedGroupName}' | stats count(*)`;
    const { results = [] } = await asked(aws.client, query, { logGroupNames: undefined });
    assert.equal(results[0]?.[0]?.value, '2');
  });

  it('say how much was scanned and matched', async () => {
    for (let n = 0; n < 10; n += 1) aws.write(`{"n":${n}}`);
    const { statistics } = await asked(aws.client, 'filter n < 3 | stats count(*)');
    assert.deepEqual(statistics, {
      recordsScanned: 10,
      recordsMatched: 3,
      bytesScanned: 10 * (7 + 26),
      logGroupsScanned: 1,
      resultCount: 1,
    });
  });

  it('give each event a pointer of its own, an aggregation none', async () => {
    aws.write('one');
    aws.write('two');
    const { results = [] } = await asked(aws.client, 'display @message');
    const pointers = results.map((row) => row.find(({ field }) => field === '@ptr')?.value);
    assert.equal(new Set(pointers).size, 2);
    const { results: groups = [] } = await asked(aws.client, 'stats count(*)');
    assert.deepEqual(groups, [[{ field: 'count(*)', value: '2' }]]);
  });

  it('hand out their rows in pages', async () => {
    for (let n = 0; n < 5; n += 1) aws.write(String(n), start - 10 + n);
    const { queryId } = await begin('sort @timestamp asc | display @message');
    await asked(aws.client, 'display @message');
    const found: (string | undefined)[] = [];
    for (let nextToken: string | undefined; ; ) {
      const page = await aws.client.send(new GetQueryResultsCommand({ queryId, maxItems: 2, nextToken }));
      assert.ok((page.results ?? []).length <= 2);
      found.push(...(page.results ?? []).map(([first]) => first?.value));
      nextToken = page.nextToken;
      if (nextToken === undefined) break;
    }
    assert.deepEqual(found, ['0', '1', '2', '3', '4']);
  });

  it('are bounded by the request', async () => {
    for (let n = 0; n < 5; n += 1) aws.write(String(n));
    assert.equal((await asked(aws.client, 'limit 3', { limit: 4 })).results?.length, 3);
    assert.equal((await asked(aws.client, 'limit 3', { limit: 2 })).results?.length, 2);
  });

  it('say that there is none of an id', async () => {
    const missing = new GetQueryResultsCommand({ queryId: 'nobody' });
    await assert.rejects(aws.client.send(missing), ResourceNotFoundException);
  });

  describe('refuse', () => {
    const refusals: readonly [query: string, message: RegExp][] = [
      ['', /length|small/i],
      ['pattern @message', /pattern is no command here, which has fields, .*line 1 and position 1\./],
      ['fields a |', /the end is no command/],
      ['fields a\n| filter round(a) = 1', /there is no function round here, at line 2 and position 10\./],
      ['filter count(*) > 1', /count aggregates, which only stats does, at line 1 and position 8\./],
      ['stats a by b', /a is not aggregated/],
      ['SOURCE logGroups() | limit 1', /expected a log group's name in quotes and found logGroups/],
      ['stats pct(a)', /pct takes a field and a percentage/],
      ['stats pct(a, b)', /pct takes a field and a percentage/],
      ['stats sum()', /sum takes one argument/],
      ['display abs(a, b)', /abs takes 1 argument,/],
      ['filter a like b', /expected a text in quotes or a \/regular expression\/ and found b/],
      ['filter a like /(/', /regular expression/i],
      ['filter a like /b', /no closing \//],
      ['filter a not b', /expected like or in and found b/],
      ['filter (a = 1', /expected "\)" and found the end/],
      ['filter a ? 1', /unexpected \?, at line 1 and position 10\./],
      ['limit none', /expected a number of rows and found none/],
      ['parse @message "* *" as a', /the glob has 2 \* and 1 names/],
      ['parse @message /no (group)/', /no named group/],
      ['stats count(*) by bin(5x)', /expected a period like 5m and found 5x/],
      ['dedup a | sort b', /sort cannot follow dedup, only limit can/],
    ];
    for (const [query, message] of refusals) {
      it(JSON.stringify(query), async () => {
        await assert.rejects(begin(query), (error: Error) => {
          assert.ok(error instanceof MalformedQueryException || query === '', `${error}`);
          assert.match(error.message, message);
          return true;
        });
      });
    }

    it('another language, and a request without a group', async () => {
      await assert.rejects(begin('SELECT 1', { logGroupName, queryLanguage: 'SQL' }), InvalidParameterException);
      await assert.rejects(begin('limit 1', {}), /one of logGroupName, logGroupNames and logGroupIdentifiers/);
      await assert.rejects(begin('limit 1', { logGroupName: 'nobody' }), ResourceNotFoundException);
      await assert.rejects(begin('limit 1', { logGroupName, startTime: 2, endTime: 1 }), InvalidParameterException);
    });
  });
});

describe('Logs Insights over tens of megabytes', () => {
  interface Answer {
    readonly status?: string;
    readonly results?: readonly (readonly { readonly field: string; readonly value: string }[])[];
    readonly statistics?: { readonly recordsScanned: number };
  }

  it('lets the others work while it scans', async () => {
    const logs = createCloudWatchLogs({ groups: [{ name: 'large', arn: arnOf('large') }] });
    const { StartQuery, GetQueryResults } = logs.service.operations;
    assert.ok(StartQuery && GetQueryResults);
    const from = Date.now();
    const padding = 'x'.repeat(450);
    for (let n = 0; n < 60_000; n += 1) {
      logs.write(
        'large',
        'a',
        from,
        JSON.stringify({ outcome: n % 3 ? 'published' : 'refused', ms: n % 100, padding }),
      );
    }
    const { queryId } = (await StartQuery({
      logGroupName: 'large',
      startTime: Math.floor(from / 1000),
      endTime: Math.ceil(from / 1000) + 1,
      queryString: 'filter outcome = "published" | stats count(*) as n, pct(ms, 99) as p99 by bin(1h)',
    })) as { queryId: string };
    let answer: Answer = {};
    const scanned: number[] = [];
    while (answer.status !== 'Complete') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      answer = await GetQueryResults({ queryId });
      scanned.push(answer.statistics?.recordsScanned ?? 0);
    }
    assert.deepEqual(
      answer.results?.map((row) => row.slice(1).map(({ value }) => value)),
      [['40000', '98']],
    );
    assert.ok(new Set(scanned.filter((records) => records > 0 && records < 60_000)).size >= 3, `${scanned}`);
  });
});

describe('saved queries', () => {
  it('are listed by the prefix of their names', async () => {
    const definition = (name: string) => ({
      id: `id-${name}`,
      name,
      queryString: 'limit 1',
      logGroupNames: [logGroupName],
    });
    const { service } = createCloudWatchLogs({
      groups: [],
      queryDefinitions: ['stack/a', 'stack/b', 'other'].map(definition),
    });
    const endpoint = await listening([service]);
    const client = new CloudWatchLogsClient(endpoint.client);
    const { queryDefinitions = [] } = await client.send(
      new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'stack/' }),
    );
    client.destroy();
    await endpoint.close();
    assert.deepEqual(
      queryDefinitions.map(({ lastModified, ...rest }) => rest),
      ['a', 'b'].map((name) => ({
        queryLanguage: 'CWLI',
        queryDefinitionId: `id-stack/${name}`,
        name: `stack/${name}`,
        queryString: 'limit 1',
        logGroupNames: [logGroupName],
      })),
    );
  });
});
