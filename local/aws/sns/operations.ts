import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { page } from '../paging.ts';
import { type Operation, operation } from '../service.ts';
import { protocols, type TopicDeclaration } from './declaration.ts';
import { type PublishedMessage, textsOf } from './message.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maximumMessageBytes = 262_144;
const perPage = 100;

/** Values that are not text are not carried out. */
const attribute = z.strictObject({ DataType: z.string(), StringValue: z.string() });

/** The operations on topics and their subscribers. */
export function snsOperations(
  topics: readonly TopicDeclaration[],
  subscriptions: Subscriptions,
  publish: (message: Omit<PublishedMessage, 'id' | 'at'>) => PublishedMessage,
): Readonly<Record<string, Operation>> {
  const topicOf = (arn: string): TopicDeclaration =>
    topics.find((topic) => topic.arn === validArn('TopicArn', arn)) ?? notFound('Topic');
  return {
    Publish: operation(
      z.strictObject({
        TopicArn: z.string().optional(),
        /** Another name for it. */
        TargetArn: z.string().optional(),
        Message: z.string(),
        Subject: z.string().optional(),
        MessageStructure: z.literal('json').optional(),
        MessageAttributes: z.record(z.string(), attribute).default({}),
      }),
      ({ TopicArn, TargetArn, Message, Subject, MessageStructure, MessageAttributes: attributes }) => {
        const { arn: topicArn } = topicOf(TopicArn ?? TargetArn ?? '');
        if (Message === '') throw invalid('Empty message');
        if (Subject !== undefined && !/^.{1,100}$/s.test(Subject)) throw invalid('Subject');
        if (Buffer.byteLength(Message) + attributesBytes(attributes) > maximumMessageBytes) {
          throw invalid('Message too long');
        }
        const texts = textsOf(Message, MessageStructure);
        return { MessageId: publish({ topicArn, subject: Subject, texts, attributes }).id };
      },
    ),
    ListTopics: operation(z.strictObject({ NextToken: z.string().optional() }), ({ NextToken }) => {
      const listed = page(topics, ({ arn }) => arn, perPage, NextToken);
      if (!listed) throw invalid('NextToken');
      return { Topics: listed.items.map(({ arn: TopicArn }) => ({ TopicArn })), NextToken: listed.nextToken };
    }),
    ListSubscriptionsByTopic: operation(
      z.strictObject({ TopicArn: z.string(), NextToken: z.string().optional() }),
      ({ TopicArn, NextToken }) => {
        const { arn } = topicOf(TopicArn);
        const own = subscriptions.all.filter(({ topicArn }) => topicArn === arn);
        const listed = page(own, (subscription) => subscription.arn, perPage, NextToken);
        if (!listed) throw invalid('NextToken');
        return { Subscriptions: listed.items.map(described), NextToken: listed.nextToken };
      },
    ),
    Subscribe: operation(
      z.strictObject({
        TopicArn: z.string(),
        Protocol: z.string(),
        Endpoint: z.string(),
        Attributes: z.strictObject({ RawMessageDelivery: z.string().default('false') }).optional(),
        ReturnSubscriptionArn: z.enum(['true', 'false']).default('false'),
      }),
      ({ TopicArn, Protocol, Endpoint: endpoint, Attributes, ReturnSubscriptionArn }) => {
        const { arn: topicArn } = topicOf(TopicArn);
        const protocol = protocols.find((known) => known === Protocol);
        if (!protocol) throw invalid(`Amazon SNS does not support this protocol string: ${Protocol}`);
        if (protocol === 'sqs' && !/^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+$/.test(endpoint)) {
          throw invalid('SQS endpoint ARN');
        }
        const isRaw = isTrue(Attributes?.RawMessageDelivery ?? 'false');
        const known = subscriptions.all.find(
          (one) => one.topicArn === topicArn && one.protocol === protocol && one.endpoint === endpoint,
        );
        const declared = { arn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint, isRaw };
        const { arn, token } = known ?? subscriptions.add(declared);
        const isPending = token !== undefined && ReturnSubscriptionArn === 'false';
        return { SubscriptionArn: isPending ? 'pending confirmation' : arn };
      },
    ),
    ConfirmSubscription: operation(z.strictObject({ TopicArn: z.string(), Token: z.string() }), (request) => {
      if (!/^[\da-f]{64,}$/i.test(request.Token)) throw new AwsError('InvalidParameter', 'Invalid token');
      const confirmed = subscriptions.confirm(request.TopicArn, request.Token);
      if (!confirmed) throw invalid('Token');
      return { SubscriptionArn: confirmed.arn };
    }),
    Unsubscribe: operation(z.strictObject({ SubscriptionArn: z.string() }), ({ SubscriptionArn }) => {
      // One that is gone is no error.
      subscriptions.remove(validArn('SubscriptionArn', SubscriptionArn));
      return {};
    }),
  };
}

function validArn(parameter: string, arn: string): string {
  const elements = arn.split(':').length;
  if (elements >= 6) return arn;
  throw invalid(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
}

function isTrue(value: string): boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid(`Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
}

/** Names, types and values. */
function attributesBytes(attributes: Readonly<Record<string, z.output<typeof attribute>>>): number {
  return Object.entries(attributes)
    .flatMap(([name, { DataType, StringValue }]) => [name, DataType, StringValue])
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function described({ arn, token, protocol, endpoint, topicArn }: Subscription) {
  return {
    SubscriptionArn: token === undefined ? arn : 'PendingConfirmation',
    Owner: accountOf(topicArn),
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}

function accountOf(topicArn: string): string {
  return topicArn.split(':')[4] ?? '';
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
}

function notFound(what: string): never {
  throw new AwsError('NotFound', `${what} does not exist`, 404);
}
