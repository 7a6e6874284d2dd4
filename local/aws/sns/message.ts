import { AwsError } from '../aws-error.ts';
import type { SubscriptionProtocol } from './declaration.ts';

/** What was published, as each protocol gets it. */
export interface PublishedMessage {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** By protocol; `default` for those that have none of their own. */
  readonly texts: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue: string;
}

export function textFor({ texts }: PublishedMessage, protocol: SubscriptionProtocol): string {
  return texts[protocol] ?? texts.default ?? '';
}

/** A message of the structure `json` says what each protocol gets. */
export function textsOf(message: string, structure: string | undefined): Readonly<Record<string, string>> {
  if (structure === undefined) return { default: message };
  const parsed: unknown = parse(message);
  // What is no text counts as not being there.
  if (typeof parsed !== 'object' || parsed === null || !('default' in parsed) || typeof parsed.default !== 'string') {
    throw new AwsError(
      'InvalidParameter',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  }
  const texts = Object.entries(parsed).flatMap(([protocol, text]) =>
    typeof text === 'string' ? [[protocol, text]] : [],
  );
  return Object.fromEntries(texts);
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message Structure - JSON message body failed to parse');
  }
}

/**
 * The JSON that an endpoint gets. It carries no signature: the key and the certificate of one are AWS's alone, and a
 * made-up one would be worse.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelopeOf(message: PublishedMessage, protocol: SubscriptionProtocol, unsubscribeUrl: string): string {
  const attributes = Object.entries(message.attributes);
  const envelope = {
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: message.topicArn,
    Subject: message.subject,
    Message: textFor(message, protocol),
    Timestamp: new Date(message.at).toISOString(),
    UnsubscribeURL: unsubscribeUrl,
    MessageAttributes:
      attributes.length === 0
        ? undefined
        : Object.fromEntries(
            attributes.map(([name, { DataType: Type, StringValue: Value }]) => [name, { Type, Value }]),
          ),
  };
  return JSON.stringify(envelope, undefined, 2);
}
