import assert from 'node:assert/strict';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiptHandleIsInvalid } from '@aws-sdk/client-sqs';
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

  describe('changed by who received the message', () => {
    const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
      aws.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    const received = async () => {
      aws.queues.send(arnOf('parking'), 'once');
      const [message] = await aws.receive();
      return message?.ReceiptHandle;
    };

    it('counts from the change on', async () => {
      const handle = await received();
      aws.now += 20_000;
      await change(handle, 30);
      aws.now += 29_999;
      assert.deepEqual(await aws.bodies(), []);
      aws.now += 1;
      assert.deepEqual(await aws.bodies(), ['once']);
    });

    it('shows the message again at once with 0, to who waits for it too', async () => {
      const handle = await received();
      const waiting = aws.bodies({ WaitTimeSeconds: 20 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await change(handle, 0);
      assert.deepEqual(await waiting, ['once']);
    });

    // As AWS answered in LocalStack's recorded test of it.
    it('is taken after the timeout is over, and hides the message again', async () => {
      const handle = await received();
      aws.now += 30_000;
      await change(handle, 2);
      assert.deepEqual(await aws.bodies(), []);
      aws.now += 2_000;
      assert.deepEqual(await aws.bodies(), ['once']);
    });

    it('is taken with the handle of an earlier receipt', async () => {
      const first = await received();
      aws.now += 30_000;
      await aws.receive({ VisibilityTimeout: 1 });
      await change(first, 30);
      aws.now += 29_999;
      assert.deepEqual([aws.queues.count(arnOf('parking')).inFlight, await aws.bodies()], [1, []]);
    });

    it('is refused for a message that is gone', async () => {
      const handle = await received();
      await aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle }));
      await assert.rejects(change(handle, 30), {
        name: 'InvalidParameterValue',
        message: `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      });
    });

    it('is refused beyond 12 hours from the receipt, and with more than that in one request', async () => {
      const handle = await received();
      aws.now += 1_000;
      await assert.rejects(change(handle, 43_200), { message: /Total VisibilityTimeout .* beyond the limit \[43200/ });
      await assert.rejects(change(handle, 43_201), { message: /Must be between 0 and 43200/ });
      await change(handle, 43_199);
    });

    it('is refused with a handle that is none of the queue', () =>
      assert.rejects(change('junk', 30), ReceiptHandleIsInvalid));
  });
});
