import assert from 'node:assert/strict';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
} from '@aws-sdk/client-sqs';
import { arnOf, type LocalSqs, QueueUrl, startSqs, urlOf } from './local-sqs.ts';

describe('SQS queues', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  const attributes = async (...names: QueueAttributeName[]) =>
    (await aws.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }))).Attributes;

  it('shows how a queue is configured', async () => {
    assert.deepEqual(await attributes('All'), {
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: String(aws.now / 1000),
      LastModifiedTimestamp: String(aws.now / 1000),
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '120',
      Policy: '{"Version":"2012-10-17","Statement":[]}',
      QueueArn: arnOf('parking'),
      ReceiveMessageWaitTimeSeconds: '0',
      RedrivePolicy: `{"deadLetterTargetArn":"${arnOf('parking-dead')}","maxReceiveCount":2}`,
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
  });

  it('counts messages by what may be done with them', async () => {
    aws.queues.send(arnOf('parking'), '1');
    aws.queues.send(arnOf('parking'), '2');
    await aws.receive();
    assert.deepEqual(await attributes('ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'), {
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  it('gives no attribute that was not asked for', async () => {
    assert.equal(await attributes(), undefined);
  });

  it('refuses an attribute it does not know', async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Colour' as QueueAttributeName] });
    await assert.rejects(aws.client.send(command), {
      name: 'InvalidAttributeName',
      message: 'Unknown Attribute Colour.',
    });
  });

  it('finds the URL of a queue by its name', async () => {
    const found = await aws.client.send(new GetQueueUrlCommand({ QueueName: 'local-events' }));
    assert.equal(found.QueueUrl, urlOf('local-events'));
  });

  it('finds a queue by the path of its URL whatever the host', async () => {
    aws.queues.send(arnOf('parking'), 'x');
    assert.deepEqual(await aws.bodies({ QueueUrl: `${aws.endpoint.url}/123456789012/parking` }), ['x']);
  });

  it('says that a queue is not there, to the SDK and to clients of the query codes', async () => {
    await assert.rejects(aws.client.send(new GetQueueUrlCommand({ QueueName: 'gone' })), (error) => {
      assert.ok(error instanceof QueueDoesNotExist);
      assert.equal(error.message, 'The specified queue does not exist.');
      return true;
    });
    const response = await fetch(aws.endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueUrl' },
      body: '{"QueueName":"gone"}',
    });
    const code = 'AWS.SimpleQueueService.NonExistentQueue;Sender';
    assert.equal(response.headers.get('x-amzn-query-error'), code);
  });
});
