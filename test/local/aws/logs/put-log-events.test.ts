import assert from 'node:assert/strict';
import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { hourMs, type LocalLogs, logGroupName, start, startLogs, unlimitedGroupName } from './local-logs.ts';

describe('putting log events', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
    await aws.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
  });
  afterEach(() => aws.close());

  const put = (events: readonly (readonly [number, string])[]) =>
    aws.client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: 'a',
        logEvents: events.map(([timestamp, message]) => ({ timestamp, message })),
      }),
    );

  it('stores them', async () => {
    await put([
      [start, 'one'],
      [start + 1, 'two'],
    ]);
    assert.deepEqual(await aws.messages(), ['one', 'two']);
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
    assert.deepEqual(await aws.messages(), ['just kept', 'just taken']);
  });

  it('takes nothing older than 14 days where nothing expires', async () => {
    const stream = { logGroupName: unlimitedGroupName, logStreamName: 'a' };
    await aws.client.send(new CreateLogStreamCommand(stream));
    const { rejectedLogEventsInfo } = await aws.client.send(
      new PutLogEventsCommand({
        ...stream,
        logEvents: [
          { timestamp: start - 14 * 24 * hourMs - 1, message: 'too old' },
          { timestamp: start - 14 * 24 * hourMs, message: 'just taken' },
        ],
      }),
    );
    assert.deepEqual(rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
    assert.deepEqual(await aws.messages({ logGroupName: unlimitedGroupName }), ['just taken']);
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
      aws.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' })),
      ResourceAlreadyExistsException,
    );
  });
});
