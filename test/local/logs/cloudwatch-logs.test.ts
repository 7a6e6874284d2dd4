import assert from 'node:assert/strict';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  InvalidParameterException,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { type CloudWatchLogs, cloudWatchLogs } from '../../../local/logs/cloudwatch-logs.ts';
import { type Listening, listening } from '../queues/listening.ts';

const logGroupName = '/aws/lambda/ingress';
const arnOf = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;
const hourMs = 60 * 60 * 1000;

describe('CloudWatch Logs', () => {
  const start = Date.parse('2026-07-10T12:00:00Z');
  let now: number;
  let logs: CloudWatchLogs;
  let endpoint: Listening;
  let client: CloudWatchLogsClient;

  beforeEach(async () => {
    now = start;
    logs = cloudWatchLogs({
      groups: [
        { name: logGroupName, arn: arnOf(logGroupName), retentionDays: 7 },
        { name: '/aws/events/bus', arn: `${arnOf('/aws/events/bus')}:*`, retentionDays: 0 },
        { name: '/aws/lambda/other', arn: arnOf('/aws/lambda/other') },
      ],
      maximumBytes: 10_000,
      clock: () => now,
    });
    endpoint = await listening([logs.service]);
    client = new CloudWatchLogsClient(endpoint.client);
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  const write = (message: string, timestamp = now, stream = 'a') =>
    logs.write(logGroupName, stream, timestamp, message);
  const filter = (more: Partial<FilterLogEventsCommandInput> = {}) =>
    client.send(new FilterLogEventsCommand({ logGroupName, ...more }));
  const messages = async (more: Partial<FilterLogEventsCommandInput> = {}) =>
    (await filter(more)).events?.map(({ message }) => message);
  const put = (events: readonly (readonly [number, string])[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: 'a',
        logEvents: events.map(([timestamp, message]) => ({ timestamp, message })),
      }),
    );

  describe('filtering events', () => {
    it('gives the events of all streams in the order of their time', async () => {
      write('second', start, 'b');
      write('first', start - 1, 'a');
      write('third', start, 'a');
      assert.deepEqual(await messages(), ['first', 'second', 'third']);
    });

    it('gives an event its stream, its times and an id of its own', async () => {
      write('one', start - 5);
      write('two', start - 5);
      const { events = [], searchedLogStreams } = await filter();
      assert.deepEqual(
        events.map(({ eventId, ...event }) => event),
        ['one', 'two'].map((message) => ({
          logStreamName: 'a',
          timestamp: start - 5,
          ingestionTime: start,
          message,
        })),
      );
      assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 2);
      assert.match(events[0]?.eventId ?? '', /^\d{56}$/);
      assert.deepEqual(searchedLogStreams, []);
    });

    it('includes both ends of the time range', async () => {
      for (const offset of [0, 1, 2, 3]) write(String(offset), start + offset);
      assert.deepEqual(await messages({ startTime: start + 1, endTime: start + 2 }), ['1', '2']);
    });

    it('applies the filter pattern', async () => {
      write('{"outcome":"published","bytes":12}');
      write('{"outcome":"published","bytes":9}');
      write('START RequestId');
      const filterPattern = '{ $.outcome = "published" && $.bytes > 10 }';
      assert.deepEqual(await messages({ filterPattern }), ['{"outcome":"published","bytes":12}']);
    });

    it('says what is wrong with a filter pattern', async () => {
      await assert.rejects(filter({ filterPattern: '[ip, user]' }), (error) => {
        assert.ok(error instanceof InvalidParameterException);
        assert.match(error.message, /doesn't carry out a space-delimited filter pattern/);
        return true;
      });
    });

    it('keeps to the streams it is given by name or by prefix', async () => {
      for (const stream of ['2026/a', '2026/b', '2025/a']) write(stream, start, stream);
      assert.deepEqual(await messages({ logStreamNames: ['2026/b', '2025/a'] }), ['2026/b', '2025/a']);
      assert.deepEqual(await messages({ logStreamNamePrefix: '2026/' }), ['2026/a', '2026/b']);
      await assert.rejects(filter({ logStreamNames: ['2026/a'], logStreamNamePrefix: '2' }), InvalidParameterException);
    });

    it('gives every event once over pages, from either end', async () => {
      for (const number of ['1', '2', '3', '4', '5']) write(number, start);
      for (const startFromHead of [true, false]) {
        const pages: (string | undefined)[][] = [];
        let nextToken: string | undefined;
        do {
          const answer = await filter({ limit: 2, nextToken, ...(nextToken === undefined && { startFromHead }) });
          pages.push(answer.events?.map(({ message }) => message) ?? []);
          nextToken = answer.nextToken;
        } while (nextToken);
        const expected = [['1', '2'], ['3', '4'], ['5']];
        assert.deepEqual(pages, startFromHead ? expected : [['5', '4'], ['3', '2'], ['1']]);
      }
    });

    it('refuses a token that it did not give', async () => {
      await assert.rejects(filter({ nextToken: 'x' }), InvalidParameterException);
    });

    it('finds a group by its ARN, with and without :*', async () => {
      write('here');
      for (const logGroupIdentifier of [arnOf(logGroupName), `${arnOf(logGroupName)}:*`, logGroupName]) {
        assert.deepEqual(await messages({ logGroupName: undefined, logGroupIdentifier }), ['here']);
      }
      await assert.rejects(filter({ logGroupIdentifier: arnOf(logGroupName) }), InvalidParameterException);
    });

    it('says that a group or a stream is not there', async () => {
      await assert.rejects(filter({ logGroupName: '/gone' }), (error) => {
        assert.ok(error instanceof ResourceNotFoundException);
        assert.equal(error.message, 'The specified log group does not exist.');
        return true;
      });
      await assert.rejects(filter({ logStreamNames: ['gone'] }), {
        name: 'ResourceNotFoundException',
        message: 'The specified log stream does not exist.',
      });
    });
  });

  describe('reading a stream', () => {
    const get = async (more: Partial<GetLogEventsCommandInput> = {}) => {
      const answer = await client.send(
        new GetLogEventsCommand({ logGroupName, logStreamName: 'a', limit: 2, ...more }),
      );
      return { ...answer, messages: answer.events?.map(({ message }) => message) };
    };

    it('starts with the latest events and goes back to the first', async () => {
      for (const number of ['1', '2', '3']) write(number);
      write('elsewhere', start, 'b');
      const latest = await get();
      assert.deepEqual(latest.messages, ['2', '3']);
      const earlier = await get({ nextToken: latest.nextBackwardToken });
      assert.deepEqual(earlier.messages, ['1']);
      const end = await get({ nextToken: earlier.nextBackwardToken });
      assert.deepEqual([end.messages, end.nextBackwardToken], [[], earlier.nextBackwardToken]);
    });

    it('follows a stream with the forward token, from when it was empty', async () => {
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
      const empty = await get();
      write('1');
      const first = await get({ nextToken: empty.nextForwardToken, startFromHead: true });
      write('2');
      const second = await get({ nextToken: first.nextForwardToken, startFromHead: true });
      assert.deepEqual([empty.messages, first.messages, second.messages], [[], ['1'], ['2']]);
    });

    it('leaves the end of the time range out', async () => {
      for (const offset of [0, 1, 2]) write(String(offset), start + offset);
      const { messages: read } = await get({ startTime: start, endTime: start + 2, startFromHead: true });
      assert.deepEqual(read, ['0', '1']);
    });
  });

  describe('putting events', () => {
    beforeEach(() => client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' })));

    it('stores them', async () => {
      await put([
        [start, 'one'],
        [start + 1, 'two'],
      ]);
      assert.deepEqual(await messages(), ['one', 'two']);
    });

    it('leaves out what is too old, expired or too new, and says from where to where', async () => {
      const { rejectedLogEventsInfo } = await put([
        [start - 24 * 7 * hourMs - 1, 'expired'],
        [start - 24 * 7 * hourMs, 'just kept'],
      ]);
      assert.deepEqual(rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
      const later = await put([
        [start + 2 * hourMs, 'just taken'],
        [start + 2 * hourMs + 1, 'too new'],
      ]);
      assert.deepEqual(later.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 1 });
      assert.deepEqual(await messages(), ['just kept', 'just taken']);
    });

    const wrong = [
      ['events out of order', /chronological order/, [[start + 1, 'a'] as const, [start, 'b'] as const]],
      ['events over more than 24 hours', /24 hours/, [[start, 'a'] as const, [start + 24 * hourMs + 1, 'b'] as const]],
      ['a batch over 1 MiB', /Upload too large: 1048577 bytes/, [[start, 'x'.repeat(1_048_577 - 26)] as const]],
    ] as const;
    for (const [what, message, events] of wrong) {
      it(`refuses ${what}`, async () => {
        await assert.rejects(put(events), { name: 'InvalidParameterException', message });
      });
    }

    it('refuses to create a stream twice', async () => {
      await assert.rejects(
        client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' })),
        ResourceAlreadyExistsException,
      );
    });
  });

  describe('inside the run', () => {
    it('tells subscribers of every event, by whatever way it came, until they leave', async () => {
      const heard: string[] = [];
      const leave = logs.subscribe(({ group, stream, message }) => heard.push(`${group} ${stream} ${message}`));
      write('one');
      await put([[start, 'two']]);
      leave();
      write('three');
      assert.deepEqual(heard, [`${logGroupName} a one`, `${logGroupName} a two`]);
    });

    it('throws for a group that is not there', () => {
      assert.throws(() => logs.write('/gone', 'a', start, 'x'), /The specified log group does not exist/);
    });

    it('drops events at the end of the retention of their group', async () => {
      write('old', start);
      write('young', start + 1);
      now = start + 7 * 24 * hourMs + 1;
      assert.deepEqual(await messages(), ['young']);
    });

    it('drops the oldest events beyond the bytes of a group', async () => {
      for (const letter of ['a', 'b', 'c']) write(letter.repeat(4_000));
      assert.deepEqual(await messages(), ['b'.repeat(4_000), 'c'.repeat(4_000)]);
    });
  });

  describe('describing', () => {
    it('lists groups by name with what is stored', async () => {
      write('12345');
      const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda' }));
      const common = { creationTime: start, metricFilterCount: 0, logGroupClass: 'STANDARD' };
      assert.deepEqual(logGroups, [
        {
          ...common,
          logGroupName,
          arn: `${arnOf(logGroupName)}:*`,
          logGroupArn: arnOf(logGroupName),
          retentionInDays: 7,
          storedBytes: 31,
        },
        {
          ...common,
          logGroupName: '/aws/lambda/other',
          arn: `${arnOf('/aws/lambda/other')}:*`,
          logGroupArn: arnOf('/aws/lambda/other'),
          storedBytes: 0,
        },
      ]);
    });

    it('finds groups by a part of their name', async () => {
      const found = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'events' }));
      assert.deepEqual(found.logGroups, [
        { logGroupName: '/aws/events/bus', arn: `${arnOf('/aws/events/bus')}:*`, creationTime: start },
      ]);
    });

    it('lists every group once over pages of two', async () => {
      const list = (nextToken?: string) => client.send(new DescribeLogGroupsCommand({ limit: 2, nextToken }));
      const first = await list();
      const second = await list(first.nextToken);
      assert.deepEqual(
        [first, second].map(({ logGroups }) => logGroups?.map((group) => group.logGroupName)),
        [['/aws/events/bus', logGroupName], ['/aws/lambda/other']],
      );
      assert.equal(second.nextToken, undefined);
    });

    const streams = async (more: Partial<DescribeLogStreamsCommandInput> = {}) => {
      const answer = await client.send(new DescribeLogStreamsCommand({ logGroupName, ...more }));
      return answer.logStreams ?? [];
    };

    it('shows the first and the last time of a stream', async () => {
      write('x', start - 2);
      write('x', start - 9);
      assert.deepEqual(await streams(), [
        {
          logStreamName: 'a',
          arn: `${arnOf(logGroupName)}:log-stream:a`,
          creationTime: start,
          firstEventTimestamp: start - 9,
          lastEventTimestamp: start - 2,
          lastIngestionTime: start,
          storedBytes: 0,
        },
      ]);
    });

    it('orders streams by name or by their last event', async () => {
      for (const [stream, offset] of [
        ['b', 1],
        ['a', 3],
        ['c', 2],
      ] as const)
        write('x', start + offset, stream);
      const names = async (more: Partial<DescribeLogStreamsCommandInput>) =>
        (await streams(more)).map(({ logStreamName }) => logStreamName).join('');
      assert.equal(await names({}), 'abc');
      assert.equal(await names({ descending: true }), 'cba');
      assert.equal(await names({ orderBy: 'LastEventTime', descending: true, limit: 1 }), 'a');
      assert.equal(await names({ logStreamNamePrefix: 'b' }), 'b');
      await assert.rejects(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'b' }), InvalidParameterException);
    });
  });
});
