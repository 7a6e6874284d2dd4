import assert from 'node:assert/strict';
import {
  CreateLogStreamCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type LocalLogs, logGroupName, start, startLogs } from './local-logs.ts';

describe('reading a log stream', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  const get = async (more: Partial<GetLogEventsCommandInput> = {}) => {
    const answer = await aws.client.send(
      new GetLogEventsCommand({ logGroupName, logStreamName: 'a', limit: 2, ...more }),
    );
    return { ...answer, messages: answer.events?.map(({ message }) => message) };
  };

  it('starts with the latest events and goes back to the first', async () => {
    for (const number of ['1', '2', '3']) aws.write(number);
    aws.write('elsewhere', start, 'b');
    const latest = await get();
    assert.deepEqual(latest.messages, ['2', '3']);
    const earlier = await get({ nextToken: latest.nextBackwardToken });
    assert.deepEqual(earlier.messages, ['1']);
    const end = await get({ nextToken: earlier.nextBackwardToken });
    assert.deepEqual([end.messages, end.nextBackwardToken], [[], earlier.nextBackwardToken]);
  });

  it('follows a stream with the forward token, from when it was empty', async () => {
    await aws.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
    const empty = await get();
    aws.write('1');
    const first = await get({ nextToken: empty.nextForwardToken, startFromHead: true });
    aws.write('2');
    const second = await get({ nextToken: first.nextForwardToken, startFromHead: true });
    assert.deepEqual([empty.messages, first.messages, second.messages], [[], ['1'], ['2']]);
  });

  it('leaves the end of the time range out', async () => {
    for (const offset of [0, 1, 2]) aws.write(String(offset), start + offset);
    const { messages: read } = await get({ startTime: start, endTime: start + 2, startFromHead: true, limit: 10 });
    assert.deepEqual(read, ['0', '1']);
  });
});
