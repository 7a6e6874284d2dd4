import assert from 'node:assert/strict';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { arnOf, type LocalSqs, QueueUrl, startSqs } from './local-sqs.ts';

describe('sending to and receiving from SQS', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  it('delivers a message with the attributes that were asked for', async () => {
    const attribute = { DataType: 'String', StringValue: 'momento' };
    await aws.client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'hello',
        MessageAttributes: { source: attribute, scheme: attribute },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-0-0' } },
      }),
    );
    aws.now += 5;
    const [message] = await aws.receive({ MessageAttributeNames: ['source'], MessageSystemAttributeNames: ['All'] });
    assert.equal(message?.Body, 'hello');
    assert.deepEqual(message.MessageAttributes, { source: attribute });
    assert.deepEqual(message.Attributes, {
      SentTimestamp: String(aws.now - 5),
      ApproximateFirstReceiveTimestamp: String(aws.now),
      ApproximateReceiveCount: '1',
      AWSTraceHeader: 'Root=1-0-0',
      SenderId: '123456789012',
    });
  });

  it('takes messages from inside the run', async () => {
    aws.queues.send(arnOf('parking'), '{"id":1}', { rule: 'everything' });
    const [message] = await aws.receive({ MessageAttributeNames: ['All'] });
    assert.equal(message?.Body, '{"id":1}');
    assert.deepEqual(message.MessageAttributes, { rule: { DataType: 'String', StringValue: 'everything' } });
  });

  it('throws for an ARN that is no queue of the run', () => {
    assert.throws(
      () => aws.queues.send(arnOf('other'), 'x'),
      /no queue of this run has the ARN .*:other; there are .*:parking/,
    );
  });

  it('selects message attributes by the prefix before .*', async () => {
    aws.queues.send(arnOf('parking'), 'x', { 'trace.id': '1', 'trace.flags': '2', source: '3' });
    const [message] = await aws.receive({ MessageAttributeNames: ['trace.*'] });
    assert.deepEqual(Object.keys(message?.MessageAttributes ?? {}).sort(), ['trace.flags', 'trace.id']);
  });

  it('says nothing of attributes that were not asked for', async () => {
    aws.queues.send(arnOf('parking'), 'x', { source: 'momento' });
    const [message] = await aws.receive();
    assert.deepEqual(Object.keys(message ?? {}).sort(), ['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle']);
  });

  it('gives up to ten messages, oldest first', async () => {
    for (let number = 1; number <= 12; number += 1) aws.queues.send(arnOf('parking'), String(number));
    assert.deepEqual(await aws.bodies(), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });

  it('holds a delayed message back until it is due', async () => {
    await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 10 }));
    assert.deepEqual(aws.queues.count(arnOf('parking')), { visible: 0, inFlight: 0, delayed: 1 });
    aws.now += 9_999;
    assert.deepEqual(await aws.bodies(), []);
    aws.now += 1;
    assert.deepEqual(await aws.bodies(), ['later']);
  });

  it('takes a message of 1 MiB, attributes counted, and no byte more', async () => {
    const MessageAttributes = { k: { DataType: 'String', StringValue: 'v' } };
    const MessageBody = 'x'.repeat(1_048_576 - 'kStringv'.length);
    await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
    await assert.rejects(
      aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: `${MessageBody}x`, MessageAttributes })),
      /Message must be shorter than 1048576 bytes/,
    );
  });

  it('refuses characters that XML could not carry', async () => {
    await assert.rejects(aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bell \u0007' })), {
      name: 'InvalidMessageContents',
    });
  });

  it('refuses an empty body', async () => {
    await assert.rejects(aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: '' })), {
      message: 'The request must contain the parameter MessageBody.',
      Code: 'MissingParameter',
    });
  });

  const text = { DataType: 'String', StringValue: 'x' };
  const refused = [
    ['a delay of 901 s', { DelaySeconds: 901 }, /DelaySeconds must be >= 0 and <= 900/],
    [
      'eleven attributes',
      { MessageAttributes: Object.fromEntries(Array.from('abcdefghijk', (name) => [name, text])) },
      /attributes \[11\] exceeds the allowed maximum \[10\]/,
    ],
    [
      'an attribute without a value',
      { MessageAttributes: { k: { DataType: 'Number' } } },
      /'k' must contain a non-empty/,
    ],
    [
      'an attribute of no known type',
      { MessageAttributes: { k: { ...text, DataType: 'Date' } } },
      /String, Number or Bin/,
    ],
  ] as const;
  for (const [what, input, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input })), {
        Code: 'InvalidParameterValue',
        message,
      });
    });
  }

  it('refuses to give eleven messages at once', async () => {
    await assert.rejects(aws.receive({ MaxNumberOfMessages: 11 }), {
      message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
      Code: 'InvalidParameterValue',
    });
  });
});
