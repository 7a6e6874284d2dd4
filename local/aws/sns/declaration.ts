import { z } from 'zod';

export interface TopicDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly displayName?: string;
  /** JSON text. Without one SNS's own, which lets the account and its services publish. */
  readonly policy?: string;
  /** Id, ARN, or alias of the key that its messages are encrypted with. */
  readonly kmsMasterKeyId?: string;
}

export interface SubscriptionDeclaration {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: SubscriptionProtocol;
  readonly endpoint: string;
  /** The message as it is, without SNS's envelope. */
  readonly isRaw?: boolean;
  /** The queue of what could not be delivered. */
  readonly deadLetterArn?: string;
}

export const protocols = ['http', 'https', 'sqs', 'email', 'email-json', 'sms'] as const;

export type SubscriptionProtocol = (typeof protocols)[number];

export interface KeyDeclaration {
  readonly keyId: string;
  readonly arn: string;
  readonly aliases: readonly string[];
  /** JSON text. Without one KMS's own, which lets the account alone use it. */
  readonly policy?: string;
}

/** The inputs of the resources that the local run carries out, as the AWS provider names them. */
export const topicInputs = {
  name: z.string(),
  arn: z.string(),
  displayName: z.string().optional(),
  policy: z.string().optional(),
  kmsMasterKeyId: z.string().optional(),
  fifoTopic: z.literal(false).optional(),
};

export const topicPolicyInputs = { arn: z.string(), policy: z.string() };

export const subscriptionInputs = {
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

export const keyInputs = { keyId: z.string(), arn: z.string(), policy: z.string().optional() };

export const aliasInputs = { name: z.string(), targetKeyArn: z.string() };

/** Amazon Q Developer subscribes to the topics itself. */
export const slackInputs = { snsTopicArns: z.array(z.string()).default([]), slackChannelId: z.string() };
