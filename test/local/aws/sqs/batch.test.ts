import assert from 'node:assert/strict';
import { DeleteMessageBatchCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { arnOf, type LocalSqs, QueueUrl, startSqs } from './local-sqs.ts';

describe('batches of SQS messages', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  const entries = (...batch: readonly (readonly [string, string])[]) =>
    batch.map(([Id, MessageBody]) => ({ Id, MessageBody }));

  it('takes the good entries and says what is wrong with the others', async () => {
    const { Successful, Failed } = await aws.client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: entries(['good', 'x'], ['bad', '\u0000']) }),
    );
    assert.deepEqual(
      Successful?.map(({ Id }) => Id),
      ['good'],
    );
    assert.deepEqual(
      Failed?.map(({ Id, Code, SenderFault }) => ({ Id, Code, SenderFault })),
      [{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }],
    );
  });

  it('deletes several messages at once', async () => {
    await aws.client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(['a', '1'], ['b', '2']) }));
    const messages = await aws.receive({ MaxNumberOfMessages: 10 });
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Successful } = await aws.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(Successful?.length, 2);
    assert.deepEqual(aws.queues.count(arnOf('parking')), { visible: 0, inFlight: 0, delayed: 0 });
  });

  const wrong = [
    ['no entry', 'EmptyBatchRequest', entries()],
    ['an id twice', 'BatchEntryIdsNotDistinct', entries(['a', '1'], ['a', '2'])],
    ['an id with a blank', 'InvalidBatchEntryId', entries(['a b', '1'])],
    [
      'eleven entries',
      'TooManyEntriesInBatchRequest',
      entries(...Array.from('abcdefghijk', (id) => [id, 'x'] as const)),
    ],
    ['more than 1 MiB', 'BatchRequestTooLong', entries(['a', 'x'.repeat(600_000)], ['b', 'x'.repeat(600_000)])],
  ] as const;
  for (const [what, name, Entries] of wrong) {
    it(`refuses ${what} as ${name}`, async () => {
      await assert.rejects(aws.client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] })), { name });
      assert.equal(aws.queues.count(arnOf('parking')).visible, 0);
    });
  }
});
