import assert from 'node:assert/strict';
import { InvalidParameterException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { arnOf, type LocalLogs, logGroupName, start, startLogs } from './local-logs.ts';

describe('filtering log events', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  it('gives the events of all streams in the order of their time', async () => {
    aws.write('second', start, 'b');
    aws.write('first', start - 1, 'a');
    aws.write('third', start, 'a');
    assert.deepEqual(await aws.messages(), ['first', 'second', 'third']);
  });

  it('gives an event its stream, its times and an id of its own', async () => {
    aws.write('one', start - 5);
    aws.write('two', start - 5);
    const { events = [], searchedLogStreams } = await aws.filter();
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
    for (const offset of [0, 1, 2, 3]) aws.write(String(offset), start + offset);
    assert.deepEqual(await aws.messages({ startTime: start + 1, endTime: start + 2 }), ['1', '2']);
  });

  it('applies the filter pattern', async () => {
    aws.write('{"outcome":"published","bytes":12}');
    aws.write('{"outcome":"published","bytes":9}');
    aws.write('START RequestId');
    const filterPattern = '{ $.outcome = "published" && $.bytes > 10 }';
    assert.deepEqual(await aws.messages({ filterPattern }), ['{"outcome":"published","bytes":12}']);
  });

  it('says what is wrong with a filter pattern', async () => {
    await assert.rejects(aws.filter({ filterPattern: '[ip, user]' }), (error) => {
      assert.ok(error instanceof InvalidParameterException);
      assert.match(error.message, /doesn't carry out a space-delimited filter pattern/);
      return true;
    });
  });

  it('keeps to the streams it is given by name or by prefix', async () => {
    for (const stream of ['2026/a', '2026/b', '2025/a']) aws.write(stream, start, stream);
    assert.deepEqual(await aws.messages({ logStreamNames: ['2026/b', '2025/a'] }), ['2026/b', '2025/a']);
    assert.deepEqual(await aws.messages({ logStreamNamePrefix: '2026/' }), ['2026/a', '2026/b']);
    await assert.rejects(
      aws.filter({ logStreamNames: ['2026/a'], logStreamNamePrefix: '2' }),
      InvalidParameterException,
    );
  });

  it('gives every event once over pages, from either end', async () => {
    for (const number of ['1', '2', '3', '4', '5']) aws.write(number, start);
    for (const startFromHead of [true, false]) {
      const pages: (string | undefined)[][] = [];
      let nextToken: string | undefined;
      do {
        const answer = await aws.filter({ limit: 2, nextToken, ...(nextToken === undefined && { startFromHead }) });
        pages.push(answer.events?.map(({ message }) => message) ?? []);
        nextToken = answer.nextToken;
      } while (nextToken);
      const expected = [['1', '2'], ['3', '4'], ['5']];
      assert.deepEqual(pages, startFromHead ? expected : [['5', '4'], ['3', '2'], ['1']]);
    }
  });

  it('refuses a token that it did not give', async () => {
    await assert.rejects(aws.filter({ nextToken: 'x' }), InvalidParameterException);
  });

  it('finds a group by its ARN, with and without :*', async () => {
    aws.write('here');
    for (const logGroupIdentifier of [arnOf(logGroupName), `${arnOf(logGroupName)}:*`, logGroupName]) {
      assert.deepEqual(await aws.messages({ logGroupName: undefined, logGroupIdentifier }), ['here']);
    }
    await assert.rejects(aws.filter({ logGroupIdentifier: arnOf(logGroupName) }), {
      name: 'ValidationException',
      message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    });
  });

  it('says that a group or a stream is not there', async () => {
    await assert.rejects(aws.filter({ logGroupName: '/gone' }), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.equal(error.message, 'The specified log group does not exist.');
      return true;
    });
    await assert.rejects(aws.filter({ logStreamNames: ['gone'] }), {
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  });
});
