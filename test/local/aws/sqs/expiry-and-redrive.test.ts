import assert from 'node:assert/strict';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { createSqs } from '../../../../local/aws/sqs/sqs.ts';
import { arnOf, type LocalSqs, QueueUrl, queue, startSqs, urlOf } from './local-sqs.ts';

describe('what leaves an SQS queue by itself', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  it('loses a message at the end of its retention', async () => {
    aws.queues.send(arnOf('parking'), 'old');
    aws.now += 119_999;
    assert.equal(aws.queues.count(arnOf('parking')).visible, 1);
    aws.now += 1;
    assert.equal(aws.queues.count(arnOf('parking')).visible, 0);
  });

  it('moves a message to the dead letters instead of a third receipt', async () => {
    aws.queues.send(arnOf('parking'), 'poison');
    const [first] = await aws.receive({ VisibilityTimeout: 0 });
    assert.deepEqual(await aws.bodies({ VisibilityTimeout: 0 }), ['poison']);
    assert.deepEqual(await aws.bodies({ VisibilityTimeout: 0 }), []);
    const [dead] = await aws.receive({ QueueUrl: urlOf('parking-dead'), MessageSystemAttributeNames: ['All'] });
    assert.equal(dead?.MessageId, first?.MessageId);
    assert.equal(dead?.Attributes?.ApproximateReceiveCount, '3');
    assert.equal(dead?.Attributes?.DeadLetterQueueSourceArn, arnOf('parking'));
  });

  it('refuses dead letters for a queue that is not there', () => {
    const redrivePolicy = { deadLetterTargetArn: arnOf('gone'), maxReceiveCount: 1 };
    assert.throws(
      () => createSqs({ queues: [{ ...queue('parking'), redrivePolicy }] }),
      /dead letters to .*:gone, which is no/,
    );
  });

  it('drops the oldest message beyond its bound and says so once', () => {
    const printed: unknown[] = [];
    const { error } = console;
    console.error = (line: unknown) => printed.push(line);
    try {
      const full = createSqs({ queues: [queue('small')], bounds: { messages: 2, bytes: 1000 } });
      for (const body of ['1', '2', '3', '4']) full.send(arnOf('small'), body);
      assert.equal(full.count(arnOf('small')).visible, 2);
      for (const body of ['a'.repeat(600), 'b'.repeat(600)]) full.send(arnOf('small'), body);
      assert.equal(full.count(arnOf('small')).visible, 1);
    } finally {
      console.error = error;
    }
    assert.equal(printed.length, 1);
    assert.match(String(printed[0]), /queue small is full: .* 2 messages or 1000 bytes .* drops the oldest/);
  });

  describe('with dead letters and full', () => {
    const redrivePolicy = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 };
    const { error } = console;
    beforeEach(() => {
      console.error = () => {};
    });
    afterEach(() => {
      console.error = error;
    });
    const filled = () => {
      const queues = createSqs({
        queues: [{ ...queue('parking'), redrivePolicy }, queue('dead')],
        bounds: { messages: 2, bytes: 1000 },
      });
      for (const body of ['1', '2']) queues.send(arnOf('parking'), body);
      const receive = queues.service.operations.ReceiveMessage ?? assert.fail();
      return {
        queues,
        receive: () => receive({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      };
    };

    it('refuses the next message, and loses none', () => {
      const { queues } = filled();
      assert.throws(() => queues.send(arnOf('parking'), '3'), { code: 'ServiceUnavailable', status: 503 });
      assert.equal(queues.count(arnOf('parking')).visible, 2);
    });

    it('keeps a message that its dead letters have no room for', async () => {
      const { queues, receive } = filled();
      for (const body of ['3', '4']) queues.send(arnOf('dead'), body);
      for (let receipt = 0; receipt < 3; receipt += 1) await receive();
      assert.deepEqual([queues.count(arnOf('parking')).visible, queues.count(arnOf('dead')).visible], [2, 2]);
    });
  });

  it('is emptied by a purge, once a minute', async () => {
    aws.queues.send(arnOf('parking'), 'x');
    await aws.client.send(new PurgeQueueCommand({ QueueUrl }));
    assert.equal(aws.queues.count(arnOf('parking')).visible, 0);
    await assert.rejects(aws.client.send(new PurgeQueueCommand({ QueueUrl })), {
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on parking is allowed every 60 seconds.',
    });
    aws.now += 60_000;
    await aws.client.send(new PurgeQueueCommand({ QueueUrl }));
  });
});
