import assert from 'node:assert/strict';
import { DeleteMessageCommand, ReceiptHandleIsInvalid } from '@aws-sdk/client-sqs';
import { arnOf, type LocalSqs, QueueUrl, startSqs, urlOf } from './local-sqs.ts';

describe('the visibility of SQS messages', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  it('hides a received message for the timeout of the queue', async () => {
    aws.queues.send(arnOf('parking'), 'once');
    await aws.receive();
    aws.now += 29_999;
    assert.deepEqual(await aws.bodies(), []);
    aws.now += 1;
    const [again] = await aws.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    assert.equal(again?.Attributes?.ApproximateReceiveCount, '2');
  });

  it('hides it for the timeout of the request where there is one', async () => {
    aws.queues.send(arnOf('parking'), 'once');
    await aws.receive({ VisibilityTimeout: 1 });
    aws.now += 1000;
    assert.deepEqual(await aws.bodies(), ['once']);
  });

  it('deletes a message by its receipt handle, also while it is hidden', async () => {
    aws.queues.send(arnOf('parking'), 'once');
    const [message] = await aws.receive();
    await aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    aws.now += 30_000;
    assert.deepEqual(await aws.bodies(), []);
  });

  it('keeps a message whose handle is older than its last receipt', async () => {
    aws.queues.send(arnOf('parking'), 'once');
    const [first] = await aws.receive({ VisibilityTimeout: 0 });
    await aws.receive({ VisibilityTimeout: 0 });
    await aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    assert.equal(aws.queues.count(arnOf('parking')).visible, 1);
  });

  it('refuses a handle that is none of the queue', async () => {
    aws.queues.send(arnOf('local-events'), 'x');
    const [other] = await aws.receive({ QueueUrl: urlOf('local-events') });
    for (const ReceiptHandle of ['junk', other?.ReceiptHandle]) {
      await assert.rejects(
        aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
        ReceiptHandleIsInvalid,
      );
    }
  });
});
