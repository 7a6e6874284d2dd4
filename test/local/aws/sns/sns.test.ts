import assert from 'node:assert/strict';
import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSServiceException,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { account, alarmArn, type LocalSns, startSns, topicArn } from './local-sns.ts';

const other = `${topicArn}-2`;
const mail = { arn: `${topicArn}:1`, topicArn, protocol: 'email', endpoint: 'a&b@example.com' } as const;

describe('the local SNS, met by the SDK', () => {
  let aws: LocalSns;
  beforeEach(async () => {
    aws = await startSns({
      topics: [
        { name: 'page', arn: topicArn, displayName: 'Page', policy: '{"Statement":[]}', kmsMasterKeyId: 'alias/a' },
        { name: 'page-2', arn: other },
      ],
      subscriptions: [mail],
    });
  });
  afterEach(() => aws.close());

  const publish = (more: Partial<PublishCommandInput> = {}) =>
    aws.client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x', ...more }));

  it('lists topics, and the subscriptions of one', async () => {
    const { Topics } = await aws.client.send(new ListTopicsCommand({}));
    assert.deepEqual(Topics, [{ TopicArn: topicArn }, { TopicArn: other }]);
    const listed = [
      { SubscriptionArn: mail.arn, Owner: account, Protocol: 'email', Endpoint: 'a&b@example.com', TopicArn: topicArn },
    ];
    const of = async (TopicArn: string) =>
      (await aws.client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions ?? [];
    assert.deepEqual([await of(topicArn), await of(other)], [listed, []]);
  });

  it('takes and drops subscribers', async () => {
    const { SubscriptionArn } = await aws.client.send(
      new SubscribeCommand({ TopicArn: other, Protocol: 'sms', Endpoint: '+15550100' }),
    );
    assert.match(SubscriptionArn ?? '', new RegExp(`^${other}:`));
    await aws.client.send(new UnsubscribeCommand({ SubscriptionArn }));
    const { Subscriptions } = await aws.client.send(new ListSubscriptionsByTopicCommand({ TopicArn: other }));
    assert.deepEqual(Subscriptions, []);
  });

  it('publishes what has characters that mean something in XML and in forms', async () => {
    const text = 'a & b <c> "d" + e=f\n%20 ü 🚨';
    await publish({
      Message: text,
      Subject: 'x & y',
      MessageAttributes: { a: { DataType: 'String', StringValue: '1' } },
    });
    assert.deepEqual(
      aws.sns.deliveries().map((delivery) => [delivery.subject, delivery.text]),
      [['x & y', text]],
    );
  });

  for (const [what, more, code] of [
    ['a topic that there is not', { TopicArn: `${topicArn}-3` }, 'NotFoundException'],
    ['no message', { Message: '' }, 'InvalidParameterException'],
    ['a subject above 100 characters', { Subject: 'x'.repeat(101) }, 'InvalidParameterException'],
    ['a message above 256 KiB', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
    ['a structure that is no JSON', { MessageStructure: 'json', Message: '{' }, 'InvalidParameterException'],
    [
      'a structure without a default',
      { MessageStructure: 'json', Message: '{"sms":"x"}' },
      'InvalidParameterException',
    ],
    ['a phone number, which it does not carry out', { PhoneNumber: '+15550100' }, 'InvalidParameterException'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(publish(more), (error) => error instanceof SNSServiceException && error.name === code);
    });
  }

  it('takes no link but those that it gives out', async () => {
    const link = new URLSearchParams({ Action: 'Publish', TopicArn: other, Message: 'by a page in the browser' });
    assert.equal((await fetch(new URL(`?${link}`, aws.endpoint.url))).status, 400);
    assert.deepEqual(aws.sns.deliveries(), []);
  });

  it('names the operations it has when asked for another', async () => {
    const body = new URLSearchParams({ Action: 'CreateTopic', Version: '2010-03-31', Name: 'x' });
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260710/us-east-1/sns/aws4_request';
    const response = await fetch(aws.endpoint.url, { method: 'POST', body, headers: { authorization } });
    assert.equal(response.status, 400);
    assert.match(
      await response.text(),
      /<Message>the local AmazonSimpleNotificationService has no CreateTopic; it has Publish/,
    );
  });

  it('tells an alarm why it may not publish', () => {
    const publication = { alarmArn, subject: 'ALARM', message: { default: 'x' } };
    assert.throws(() => aws.sns.publish(topicArn, publication), /not authorized to perform: SNS:Publish/);
    assert.throws(() => aws.sns.publish(`${topicArn}-3`, publication), /Topic does not exist/);
    aws.sns.publish(other, publication);
  });
});
