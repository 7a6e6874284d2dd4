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
