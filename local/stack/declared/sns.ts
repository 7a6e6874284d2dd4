import { z } from 'zod';
import {
  type KeyDeclaration,
  protocols,
  type SubscriptionDeclaration,
  type TopicDeclaration,
} from '../../aws/sns/declaration.ts';
import type { Graph } from '../program/graph.ts';
import { read, withoutUndefined } from './read.ts';

export function topicsOf(graph: Graph): readonly TopicDeclaration[] {
  const policies = read(graph, 'aws:sns/topicPolicy:TopicPolicy', topicPolicyInputs);
  return read(graph, 'aws:sns/topic:Topic', topicInputs).map(({ fifoTopic: _, ...topic }) => {
    const policy = policies.find(({ arn }) => arn === topic.arn)?.policy ?? topic.policy;
    return withoutUndefined({ ...topic, policy });
  });
}

export function subscriptionsOf(graph: Graph): readonly SubscriptionDeclaration[] {
  const declared = read(graph, 'aws:sns/topicSubscription:TopicSubscription', subscriptionInputs).map(
    ({ arn, topic: topicArn, protocol, endpoint, rawMessageDelivery: isRaw, redrivePolicy: deadLetterArn }) =>
      withoutUndefined({ arn, topicArn, protocol, endpoint, isRaw, deadLetterArn }),
  );
  return [...declared, ...slackSubscriptionsOf(graph)];
}

export function keysOf(graph: Graph): readonly KeyDeclaration[] {
  const aliases = read(graph, 'aws:kms/alias:Alias', aliasInputs);
  return read(graph, 'aws:kms/key:Key', keyInputs).map((key) => ({
    ...withoutUndefined(key),
    aliases: aliases.filter(({ targetKeyArn }) => targetKeyArn === key.arn).map(({ name }) => name),
  }));
}

/** Amazon Q Developer in chat applications listens to its topics over HTTPS, at one address for all channels. */
function slackSubscriptionsOf(graph: Graph): readonly SubscriptionDeclaration[] {
  const channels = read(graph, 'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration', slackInputs);
  return channels.flatMap(({ snsTopicArns, slackChannelId }) =>
    snsTopicArns.map((topicArn) => ({
      arn: `${topicArn}:${slackChannelId}`,
      topicArn,
      protocol: 'https' as const,
      endpoint: `https://global.sns-api.chatbot.amazonaws.com/#${slackChannelId}`,
    })),
  );
}

const topicInputs = {
  name: z.string(),
  arn: z.string(),
  displayName: z.string().optional(),
  policy: z.string().optional(),
  kmsMasterKeyId: z.string().optional(),
  fifoTopic: z.literal(false).optional(),
};

const topicPolicyInputs = { arn: z.string(), policy: z.string() };

const subscriptionInputs = {
  arn: z.string(),
  topic: z.string(),
  protocol: z.enum(protocols),
  endpoint: z.string(),
  rawMessageDelivery: z.boolean().default(false),
  filterPolicy: z.never('the local SNS filters no messages').optional(),
  redrivePolicy: z
    .string()
    .transform((text) => z.object({ deadLetterTargetArn: z.string() }).parse(JSON.parse(text)).deadLetterTargetArn)
    .optional(),
};

const keyInputs = { keyId: z.string(), arn: z.string(), policy: z.string().optional() };

const aliasInputs = { name: z.string(), targetKeyArn: z.string() };

const slackInputs = { snsTopicArns: z.array(z.string()).default([]), slackChannelId: z.string() };
