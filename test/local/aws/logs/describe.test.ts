import assert from 'node:assert/strict';
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type DescribeLogStreamsCommandInput,
  InvalidParameterException,
} from '@aws-sdk/client-cloudwatch-logs';
import { arnOf, type LocalLogs, logGroupName, start, startLogs } from './local-logs.ts';

describe('describing log groups and streams', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  it('lists groups by name with what is stored', async () => {
    aws.write('12345');
    const { logGroups } = await aws.client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda' }));
    const common = {
      creationTime: start,
      metricFilterCount: 0,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    };
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
    const found = await aws.client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'events' }));
    assert.deepEqual(found.logGroups, [
      {
        logGroupName: '/aws/events/bus',
        arn: `${arnOf('/aws/events/bus')}:*`,
        logGroupArn: arnOf('/aws/events/bus'),
        logGroupClass: 'STANDARD',
        metricFilterCount: 0,
        creationTime: start,
      },
    ]);
  });

  it('lists every group once over pages of two', async () => {
    const list = (nextToken?: string) => aws.client.send(new DescribeLogGroupsCommand({ limit: 2, nextToken }));
    const first = await list();
    const second = await list(first.nextToken);
    assert.deepEqual(
      [first, second].map(({ logGroups }) => logGroups?.map((group) => group.logGroupName)),
      [['/aws/events/bus', logGroupName], ['/aws/lambda/other']],
    );
    assert.equal(second.nextToken, undefined);
  });

  const streams = async (more: Partial<DescribeLogStreamsCommandInput> = {}) => {
    const answer = await aws.client.send(new DescribeLogStreamsCommand({ logGroupName, ...more }));
    return answer.logStreams ?? [];
  };

  it('shows the first and the last time of a stream', async () => {
    aws.write('x', start - 2);
    aws.write('x', start - 9);
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
      aws.write('x', start + offset, stream);
    const names = async (more: Partial<DescribeLogStreamsCommandInput>) =>
      (await streams(more)).map(({ logStreamName }) => logStreamName).join('');
    assert.equal(await names({}), 'abc');
    assert.equal(await names({ descending: true }), 'cba');
    assert.equal(await names({ orderBy: 'LastEventTime', descending: true, limit: 1 }), 'a');
    assert.equal(await names({ logStreamNamePrefix: 'b' }), 'b');
    await assert.rejects(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'b' }), InvalidParameterException);
  });
});
