import assert from 'node:assert/strict';
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Sqs, sqs } from '../../../local/queues/sqs.ts';
import { type Listening, listening } from './listening.ts';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
const urlOf = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const queue = (name: string) => ({ name, arn: arnOf(name), url: urlOf(name) });
const QueueUrl = urlOf('parking');

describe('SQS', () => {
  let now: number;
  let queues: Sqs;
  let endpoint: Listening;
  let client: SQSClient;

  beforeEach(async () => {
    now = Date.parse('2026-07-10T12:00:00Z');
    queues = sqs({
      queues: [
        {
          ...queue('parking'),
          visibilityTimeoutSeconds: 30,
          messageRetentionSeconds: 120,
          redrivePolicy: { deadLetterTargetArn: arnOf('parking-dead'), maxReceiveCount: 2 },
          policy: '{"Version":"2012-10-17","Statement":[]}',
        },
        queue('parking-dead'),
        queue('local-events'),
      ],
      clock: () => now,
    });
    endpoint = await listening([queues.service]);
    client = new SQSClient(endpoint.client);
  });

  afterEach(async () => {
    queues.close();
    client.destroy();
    await endpoint.close();
  });

  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
  const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await receive({ MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body);
  const attributes = async (...names: QueueAttributeName[]) =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }))).Attributes;

  describe('sending and receiving', () => {
    it('delivers a message with the attributes that were asked for', async () => {
      const attribute = { DataType: 'String', StringValue: 'momento' };
      await client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: 'hello',
          MessageAttributes: { source: attribute, scheme: attribute },
          MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-0-0' } },
        }),
      );
      now += 5;
      const [message] = await receive({ MessageAttributeNames: ['source'], MessageSystemAttributeNames: ['All'] });
      assert.equal(message?.Body, 'hello');
      assert.deepEqual(message.MessageAttributes, { source: attribute });
      assert.deepEqual(message.Attributes, {
        SentTimestamp: String(now - 5),
        ApproximateFirstReceiveTimestamp: String(now),
        ApproximateReceiveCount: '1',
        AWSTraceHeader: 'Root=1-0-0',
        SenderId: '123456789012',
      });
    });

    it('takes messages from inside the run', async () => {
      queues.send(arnOf('parking'), '{"id":1}', { rule: 'everything' });
      const [message] = await receive({ MessageAttributeNames: ['All'] });
      assert.equal(message?.Body, '{"id":1}');
      assert.deepEqual(message.MessageAttributes, { rule: { DataType: 'String', StringValue: 'everything' } });
    });

    it('throws for an ARN that is no queue of the run', () => {
      assert.throws(
        () => queues.send(arnOf('other'), 'x'),
        /no queue of this run has the ARN .*:other; there are .*:parking/,
      );
    });

    it('selects message attributes by the prefix before .*', async () => {
      queues.send(arnOf('parking'), 'x', { 'trace.id': '1', 'trace.flags': '2', source: '3' });
      const [message] = await receive({ MessageAttributeNames: ['trace.*'] });
      assert.deepEqual(Object.keys(message?.MessageAttributes ?? {}).sort(), ['trace.flags', 'trace.id']);
    });

    it('says nothing of attributes that were not asked for', async () => {
      queues.send(arnOf('parking'), 'x', { source: 'momento' });
      const [message] = await receive();
      assert.deepEqual(Object.keys(message ?? {}).sort(), ['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle']);
    });

    it('gives up to ten messages, oldest first', async () => {
      for (let number = 1; number <= 12; number += 1) queues.send(arnOf('parking'), String(number));
      assert.deepEqual(await bodies(), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    });

    it('holds a delayed message back until it is due', async () => {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 10 }));
      assert.deepEqual(queues.count(arnOf('parking')), { visible: 0, inFlight: 0, delayed: 1 });
      now += 9_999;
      assert.deepEqual(await bodies(), []);
      now += 1;
      assert.deepEqual(await bodies(), ['later']);
    });

    it('takes a message of 1 MiB, attributes counted, and no byte more', async () => {
      const MessageAttributes = { k: { DataType: 'String', StringValue: 'v' } };
      const MessageBody = 'x'.repeat(1_048_576 - 'kStringv'.length);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
      await assert.rejects(
        client.send(new SendMessageCommand({ QueueUrl, MessageBody: `${MessageBody}x`, MessageAttributes })),
        /Message must be shorter than 1048576 bytes/,
      );
    });

    it('refuses characters that XML could not carry', async () => {
      await assert.rejects(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bell \u0007' })), {
        name: 'InvalidMessageContents',
      });
    });

    it('refuses an empty body', async () => {
      await assert.rejects(client.send(new SendMessageCommand({ QueueUrl, MessageBody: '' })), {
        message: 'The request must contain the parameter MessageBody.',
        Code: 'MissingParameter',
      });
    });

    it('refuses to give eleven messages at once', async () => {
      await assert.rejects(receive({ MaxNumberOfMessages: 11 }), {
        message:
          'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
        Code: 'InvalidParameterValue',
      });
    });
  });

  describe('visibility', () => {
    it('hides a received message for the timeout of the queue', async () => {
      queues.send(arnOf('parking'), 'once');
      await receive();
      now += 29_999;
      assert.deepEqual(await bodies(), []);
      now += 1;
      const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
      assert.equal(again?.Attributes?.ApproximateReceiveCount, '2');
    });

    it('hides it for the timeout of the request where there is one', async () => {
      queues.send(arnOf('parking'), 'once');
      await receive({ VisibilityTimeout: 1 });
      now += 1000;
      assert.deepEqual(await bodies(), ['once']);
    });

    it('deletes a message by its receipt handle, also while it is hidden', async () => {
      queues.send(arnOf('parking'), 'once');
      const [message] = await receive();
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      now += 30_000;
      assert.deepEqual(await bodies(), []);
    });

    it('keeps a message whose handle is older than its last receipt', async () => {
      queues.send(arnOf('parking'), 'once');
      const [first] = await receive({ VisibilityTimeout: 0 });
      await receive({ VisibilityTimeout: 0 });
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
      assert.equal(queues.count(arnOf('parking')).visible, 1);
    });

    it('refuses a handle that is none of the queue', async () => {
      queues.send(arnOf('local-events'), 'x');
      const [other] = await receive({ QueueUrl: urlOf('local-events') });
      for (const ReceiptHandle of ['junk', other?.ReceiptHandle]) {
        await assert.rejects(
          client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
          ReceiptHandleIsInvalid,
        );
      }
    });
  });

  describe('long polling', () => {
    it('answers as soon as a message arrives', async () => {
      const asked = performance.now();
      const polling = bodies({ WaitTimeSeconds: 20 });
      setTimeout(() => queues.send(arnOf('parking'), 'arrived'), 50);
      assert.deepEqual(await polling, ['arrived']);
      assert.ok(performance.now() - asked < 5_000);
    });

    it('answers with nothing when the time is up, and not before', async () => {
      const asked = performance.now();
      assert.deepEqual(await bodies({ WaitTimeSeconds: 1 }), []);
      assert.ok(performance.now() - asked >= 990);
    });

    it('gives one message to one of two that wait', async () => {
      const polls = [bodies({ WaitTimeSeconds: 1 }), bodies({ WaitTimeSeconds: 1 })];
      setTimeout(() => queues.send(arnOf('parking'), 'arrived'), 50);
      assert.deepEqual((await Promise.all(polls)).flat(), ['arrived']);
    });

    it('answers when a hidden message is visible again', async () => {
      queues.send(arnOf('parking'), 'again');
      await receive({ VisibilityTimeout: 1 });
      setTimeout(() => {
        now += 1000;
      }, 20);
      assert.deepEqual(await bodies({ WaitTimeSeconds: 5 }), ['again']);
    });

    it('takes nothing for a client that has gone', async () => {
      const gone = new AbortController();
      const polling = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
        abortSignal: gone.signal,
      });
      setTimeout(() => gone.abort(), 50);
      await assert.rejects(polling, { name: 'AbortError' });
      // The server learns of it a moment later, by the end of the connection.
      await new Promise((resolve) => setTimeout(resolve, 50));
      queues.send(arnOf('parking'), 'kept');
      assert.equal(queues.count(arnOf('parking')).visible, 1);
    });

    it('ends with what there is when the run closes', async () => {
      const polling = bodies({ WaitTimeSeconds: 20 });
      setTimeout(() => queues.close(), 50);
      assert.deepEqual(await polling, []);
    });
  });

  describe('what leaves a queue by itself', () => {
    it('loses a message at the end of its retention', async () => {
      queues.send(arnOf('parking'), 'old');
      now += 119_999;
      assert.equal(queues.count(arnOf('parking')).visible, 1);
      now += 1;
      assert.equal(queues.count(arnOf('parking')).visible, 0);
    });

    it('moves a message to the dead letters instead of a third receipt', async () => {
      queues.send(arnOf('parking'), 'poison');
      const [first] = await receive({ VisibilityTimeout: 0 });
      assert.deepEqual(await bodies({ VisibilityTimeout: 0 }), ['poison']);
      assert.deepEqual(await bodies({ VisibilityTimeout: 0 }), []);
      const [dead] = await receive({ QueueUrl: urlOf('parking-dead'), MessageSystemAttributeNames: ['All'] });
      assert.equal(dead?.MessageId, first?.MessageId);
      assert.equal(dead?.Attributes?.ApproximateReceiveCount, '3');
      assert.equal(dead?.Attributes?.DeadLetterQueueSourceArn, arnOf('parking'));
    });

    it('refuses dead letters for a queue that is not there', () => {
      const redrivePolicy = { deadLetterTargetArn: arnOf('gone'), maxReceiveCount: 1 };
      assert.throws(
        () => sqs({ queues: [{ ...queue('parking'), redrivePolicy }] }),
        /dead letters to .*:gone, which is no/,
      );
    });

    it('drops the oldest message beyond its bound and says so once', () => {
      const printed: unknown[] = [];
      const { error } = console;
      console.error = (line: unknown) => printed.push(line);
      try {
        const full = sqs({ queues: [queue('small')], bounds: { messages: 2, bytes: 1000 } });
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

    it('is emptied by a purge, once a minute', async () => {
      queues.send(arnOf('parking'), 'x');
      await client.send(new PurgeQueueCommand({ QueueUrl }));
      assert.equal(queues.count(arnOf('parking')).visible, 0);
      await assert.rejects(client.send(new PurgeQueueCommand({ QueueUrl })), {
        name: 'PurgeQueueInProgress',
        message: 'Only one PurgeQueue operation on parking is allowed every 60 seconds.',
      });
      now += 60_000;
      await client.send(new PurgeQueueCommand({ QueueUrl }));
    });
  });

  describe('batches', () => {
    const entries = (...batch: readonly (readonly [string, string])[]) =>
      batch.map(([Id, MessageBody]) => ({ Id, MessageBody }));

    it('takes the good entries and says what is wrong with the others', async () => {
      const { Successful, Failed } = await client.send(
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
      await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(['a', '1'], ['b', '2']) }));
      const messages = await receive({ MaxNumberOfMessages: 10 });
      const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const { Successful } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      assert.equal(Successful?.length, 2);
      assert.deepEqual(queues.count(arnOf('parking')), { visible: 0, inFlight: 0, delayed: 0 });
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
        await assert.rejects(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] })), { name });
        assert.equal(queues.count(arnOf('parking')).visible, 0);
      });
    }
  });

  describe('queues', () => {
    it('shows how a queue is configured', async () => {
      assert.deepEqual(await attributes('All'), {
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
        ApproximateNumberOfMessagesDelayed: '0',
        CreatedTimestamp: String(now / 1000),
        LastModifiedTimestamp: String(now / 1000),
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
      queues.send(arnOf('parking'), '1');
      queues.send(arnOf('parking'), '2');
      await receive();
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
      await assert.rejects(client.send(command), {
        name: 'InvalidAttributeName',
        message: 'Unknown Attribute Colour.',
      });
    });

    it('finds the URL of a queue by its name', async () => {
      const found = await client.send(new GetQueueUrlCommand({ QueueName: 'local-events' }));
      assert.equal(found.QueueUrl, urlOf('local-events'));
    });

    it('finds a queue by the path of its URL whatever the host', async () => {
      queues.send(arnOf('parking'), 'x');
      assert.deepEqual(await bodies({ QueueUrl: `${endpoint.url}/123456789012/parking` }), ['x']);
    });

    it('says that a queue is not there, to the SDK and to clients of the query codes', async () => {
      await assert.rejects(client.send(new GetQueueUrlCommand({ QueueName: 'gone' })), (error) => {
        assert.ok(error instanceof QueueDoesNotExist);
        assert.equal(error.message, 'The specified queue does not exist.');
        return true;
      });
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueUrl' },
        body: '{"QueueName":"gone"}',
      });
      const code = 'AWS.SimpleQueueService.NonExistentQueue;Sender';
      assert.equal(response.headers.get('x-amzn-query-error'), code);
    });

    it('lists the queues of a prefix over pages of one', async () => {
      const list = (NextToken?: string) =>
        client.send(new ListQueuesCommand({ QueueNamePrefix: 'parking', MaxResults: 1, NextToken }));
      const first = await list();
      const second = await list(first.NextToken);
      assert.deepEqual([first.QueueUrls, second.QueueUrls], [[urlOf('parking')], [urlOf('parking-dead')]]);
      assert.equal(second.NextToken, undefined);
    });
  });
});
