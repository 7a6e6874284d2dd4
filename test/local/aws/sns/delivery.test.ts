import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { ListSubscriptionsByTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SubscriptionDeclaration, SubscriptionProtocol } from '../../../../local/aws/sns/declaration.ts';
import type { NotificationDelivery } from '../../../../local/aws/sns/subscriptions.ts';
import { type LocalSns, queueArn, type Subscriber, startSns, startSubscriber, topicArn } from './local-sns.ts';

describe('a topic', () => {
  let aws: LocalSns;
  let subscriber: Subscriber;
  beforeEach(async () => {
    subscriber = await startSubscriber();
  });
  afterEach(async () => {
    await aws.close();
    await subscriber.close();
  });

  const begin = async (...subscriptions: readonly SubscriptionDeclaration[]) => {
    aws = await startSns({ subscriptions });
  };
  const subscription = (
    protocol: SubscriptionProtocol,
    endpoint: string,
    more: Partial<SubscriptionDeclaration> = {},
  ) => ({
    arn: `${topicArn}:1`,
    topicArn,
    protocol,
    endpoint,
    ...more,
  });
  const publish = (Message: string, Subject?: string) =>
    aws.client.send(new PublishCommand({ TopicArn: topicArn, Message, Subject }));
  const confirm = async () => {
    const { body } = await subscriber.post(0);
    const { SubscribeURL } = JSON.parse(body);
    const response = await fetch(SubscribeURL);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<ConfirmSubscriptionResult><SubscriptionArn>/);
  };
  /** What became of what was published, once it is known. */
  const outcome = async (): Promise<NotificationDelivery> => {
    for (;;) {
      const [delivery] = aws.sns.deliveries();
      if (delivery) return delivery;
      await setTimeout(5);
    }
  };

  describe('with an HTTP endpoint', () => {
    it('asks it to confirm, and sends it nothing before', async () => {
      await begin(subscription('http', subscriber.url));
      const { headers, body } = await subscriber.post(0);
      assert.equal(headers['x-amz-sns-message-type'], 'SubscriptionConfirmation');
      assert.equal(headers['x-amz-sns-topic-arn'], topicArn);
      const { Type, TopicArn, Token } = JSON.parse(body);
      assert.deepEqual([Type, TopicArn, typeof Token], ['SubscriptionConfirmation', topicArn, 'string']);
      await publish('early');
      assert.equal((await outcome()).outcome, 'unconfirmed');
      const { Subscriptions = [] } = await aws.client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
      assert.equal(Subscriptions[0]?.SubscriptionArn, 'PendingConfirmation');
    });

    it('sends it what is published once it has visited the link', async () => {
      await begin(subscription('http', subscriber.url));
      await confirm();
      const { MessageId } = await publish('{"AlarmName":"age"}', 'ALARM: "age"');
      const { headers, body } = await subscriber.post(1);
      assert.deepEqual(
        [headers['x-amz-sns-message-type'], headers['x-amz-sns-message-id'], headers['x-amz-sns-subscription-arn']],
        ['Notification', MessageId, `${topicArn}:1`],
      );
      assert.match(headers['content-type'] ?? '', /text\/plain/);
      const { UnsubscribeURL, ...envelope } = JSON.parse(body);
      assert.deepEqual(envelope, {
        Type: 'Notification',
        MessageId,
        TopicArn: topicArn,
        Subject: 'ALARM: "age"',
        Message: '{"AlarmName":"age"}',
        Timestamp: '2026-07-10T12:00:00.000Z',
      });
      assert.equal((await outcome()).outcome, 'delivered');
      await fetch(UnsubscribeURL);
      await publish('too late');
      await setTimeout(30);
      assert.equal(subscriber.posts.length, 2);
    });

    it('sends the message alone where it is to be raw', async () => {
      await begin(subscription('http', subscriber.url, { isRaw: true }));
      await confirm();
      await publish('as it is');
      const { headers, body } = await subscriber.post(1);
      assert.deepEqual([headers['x-amz-sns-rawdelivery'], body], ['true', 'as it is']);
    });

    it('tries again while it fails, and then puts the message on the dead-letter queue', async () => {
      await begin(subscription('http', subscriber.url, { deadLetterArn: queueArn }));
      await confirm();
      subscriber.answer = 503;
      await publish('nobody there');
      const { outcome: became, error } = await outcome();
      assert.deepEqual([became, error, subscriber.posts.length], ['failed', 'HTTP 503', 1 + 3]);
      assert.equal(JSON.parse(await received()).Message, 'nobody there');
    });

    it('does not try again when it refuses', async () => {
      await begin(subscription('http', subscriber.url));
      await confirm();
      subscriber.answer = 404;
      await publish('not here');
      assert.equal((await outcome()).error, 'HTTP 404');
      assert.equal(subscriber.posts.length, 2);
    });

    it('says that the dead-letter queue is not there either', async () => {
      await begin(subscription('http', subscriber.url, { deadLetterArn: `${queueArn}-gone` }));
      await confirm();
      subscriber.answer = 404;
      await publish('nowhere to go');
      assert.match((await outcome()).error ?? '', /^HTTP 404, nor can it be a dead letter: no queue of this run/);
    });

    it('does not follow where it points to', async () => {
      await begin(subscription('http', subscriber.url));
      await confirm();
      subscriber.answer = 307;
      subscriber.headers = { location: subscriber.url };
      await publish('elsewhere');
      assert.equal((await outcome()).error, 'HTTP 307');
      assert.equal(subscriber.posts.length, 2);
    });

    it('tells what it could not reach', async () => {
      await begin(subscription('http', subscriber.url));
      await confirm();
      await subscriber.close();
      await publish('gone');
      assert.match((await outcome()).error ?? '', /ECONNREFUSED/);
      subscriber = await startSubscriber();
    });

    it('can get it while the run goes on', async () => {
      await begin();
      const { SubscriptionArn } = await aws.client.send(
        new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: subscriber.url }),
      );
      assert.equal(SubscriptionArn, 'pending confirmation');
      await confirm();
      await publish('now');
      assert.equal(JSON.parse((await subscriber.post(1)).body).Message, 'now');
    });
  });

  const received = async () => {
    const client = new SQSClient(aws.endpoint.client);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: aws.queueUrl, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] }),
    );
    client.destroy();
    return Messages[0]?.Body ?? '';
  };

  it('puts an envelope on a queue', async () => {
    await begin(subscription('sqs', queueArn));
    await publish('told');
    const { Type, Message } = JSON.parse(await received());
    assert.deepEqual([Type, Message], ['Notification', 'told']);
  });

  it('puts the message alone on a queue where it is to be raw', async () => {
    await begin(subscription('sqs', queueArn, { isRaw: true }));
    await publish('told');
    assert.equal(await received(), 'told');
  });

  it('says that a queue is not there', async () => {
    await begin(subscription('sqs', `${queueArn}-gone`));
    await publish('told');
    assert.match((await outcome()).error ?? '', /no queue of this run/);
  });

  for (const [protocol, endpoint] of [
    ['email', 'on-call@example.com'],
    ['sms', '+15550100'],
    ['https', 'https://events.example.com/integration'],
  ] as const) {
    it(`keeps what is for ${protocol} ${endpoint}, and sends it to nobody`, async () => {
      await begin(subscription(protocol, endpoint));
      await aws.client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: 'ALARM: "age"',
          MessageStructure: 'json',
          Message: JSON.stringify({ default: 'document', email: 'a mail', sms: 'short' }),
        }),
      );
      const { outcome: became, text, topic } = await outcome();
      const texts: Readonly<Record<string, string>> = { email: 'a mail', sms: 'short', https: 'document' };
      assert.deepEqual([became, text, topic], ['withheld', texts[protocol], 'page']);
    });
  }
});
