import assert from 'node:assert/strict';
import { PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { hourMs, type LocalLogs, logGroupName, start, startLogs } from './local-logs.ts';

describe('CloudWatch Logs inside the run', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  it('tells subscribers of every event, by whatever way it came, until they leave', async () => {
    const heard: string[] = [];
    const leave = aws.logs.subscribe(({ group, stream, message }) => heard.push(`${group} ${stream} ${message}`));
    aws.write('one');
    const logEvents = [{ timestamp: start, message: 'two' }];
    await aws.client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'a', logEvents }));
    leave();
    aws.write('three');
    assert.deepEqual(heard, [`${logGroupName} a one`, `${logGroupName} a two`]);
  });

  it('throws for a group that is not there', () => {
    assert.throws(() => aws.logs.write('/gone', 'a', start, 'x'), /The specified log group does not exist/);
  });

  it('drops events at the end of the retention of their group', async () => {
    aws.write('old', start);
    aws.write('young', start + 1);
    aws.now = start + 7 * 24 * hourMs + 1;
    assert.deepEqual(await aws.messages(), ['young']);
  });

  it('drops the oldest events beyond the bytes of a group', async () => {
    for (const letter of ['a', 'b', 'c']) aws.write(letter.repeat(4_000));
    assert.deepEqual(await aws.messages(), ['b'.repeat(4_000), 'c'.repeat(4_000)]);
  });
});
