import assert from 'node:assert/strict';
import { PublishCommand, type PublishCommandInput, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { type LocalSns, startSns, topicArn } from './local-sns.ts';

/** As AWS answered in LocalStack's recorded tests. */
describe('SNS as it was recorded', () => {
  let aws: LocalSns;
  beforeEach(async () => {
    aws = await startSns({ topics: [{ name: 'page', arn: topicArn }] });
  });
  afterEach(() => aws.close());

  const publish = (more: Partial<PublishCommandInput>) =>
    aws.client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x', ...more }));
  const attr1 = { attr1: { DataType: 'Number', StringValue: '1' } };
  const refusals: readonly (readonly [string, Partial<PublishCommandInput>, string])[] = [
    ['no ARN', { TopicArn: 'x' }, 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    ['half an ARN', { TopicArn: 'a:b' }, 'TopicArn Reason: An ARN must have at least 6 elements, not 2'],
    ['an empty message', { Message: '' }, 'Empty message'],
    ['an empty subject', { Subject: '' }, 'Subject'],
    ['a message that is too long', { Message: 'a'.repeat(262_145) }, 'Message too long'],
    [
      'a message that is too long with its attributes',
      { Message: 'a'.repeat(262_144 - 11), MessageAttributes: attr1 },
      'Message too long',
    ],
    [
      'a default that is no text',
      { MessageStructure: 'json', Message: '{"default":{}}' },
      'Message Structure - No default entry in JSON message body',
    ],
  ];
  for (const [what, input, says] of refusals) {
    it(`refuses ${what}`, () => assert.rejects(publish(input), { message: `Invalid parameter: ${says}` }));
  }

  it('takes the topic by either name, and a message as long as may be with its attributes', async () => {
    await publish({ TopicArn: undefined, TargetArn: topicArn });
    await publish({ Message: 'a'.repeat(262_144 - 12), MessageAttributes: attr1 });
  });

  const subscribe = (Protocol: string, Endpoint: string, RawMessageDelivery?: string) =>
    aws.client.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol,
        Endpoint,
        ...(RawMessageDelivery !== undefined && { Attributes: { RawMessageDelivery } }),
      }),
    );

  it('refuses a protocol that there is not, a queue by its URL, and a setting that is neither true nor false', async () => {
    await assert.rejects(subscribe('test-protocol', 'x'), {
      message: 'Invalid parameter: Amazon SNS does not support this protocol string: test-protocol',
    });
    await assert.rejects(subscribe('sqs', 'http://127.0.0.1:4566/000000000000/q'), {
      message: 'Invalid parameter: SQS endpoint ARN',
    });
    const queue = 'arn:aws:sqs:us-east-1:123456789012:unknown';
    await assert.rejects(subscribe('sqs', queue, 'wrongvalue'), {
      message:
        'Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.',
    });
    await subscribe('sqs', queue, 'True');
  });

  it('says nothing of a subscription that is gone, and refuses what is no ARN', async () => {
    const unsubscribe = (SubscriptionArn: string) => aws.client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await unsubscribe(`${topicArn}:10f57157-fc38-4da9-a113-4de7e12d05dd`);
    await assert.rejects(unsubscribe('arn:aws:sns:us-east-1:random'), {
      message: 'Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 5',
    });
  });
});
