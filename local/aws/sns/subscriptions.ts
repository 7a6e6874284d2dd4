import { randomBytes, randomUUID } from 'node:crypto';
import type { SubscriptionDeclaration, SubscriptionProtocol } from './declaration.ts';
import { post, type retryPolicy } from './http.ts';
import { envelopeOf, type PublishedMessage, textFor } from './message.ts';

/** What became of one message for one subscriber. */
export interface NotificationDelivery {
  /** Milliseconds since the epoch, on the clock of alarms. */
  readonly at: number;
  readonly messageId: string;
  /** Name of the topic. */
  readonly topic: string;
  readonly protocol: SubscriptionProtocol;
  readonly endpoint: string;
  readonly subject: string | undefined;
  readonly text: string;
  /** `withheld`: a laptop sends no mail, no SMS and nothing to other machines. */
  readonly outcome: 'delivered' | 'failed' | 'unconfirmed' | 'withheld';
  /** Why it failed. */
  readonly error?: string;
}

export interface Subscription extends SubscriptionDeclaration {
  /** What confirms it; undefined once it is confirmed. */
  token: string | undefined;
}

export interface SubscriptionsOptions {
  /** Puts a message on a queue of the run; throws when it cannot. */
  readonly send: (queueArn: string, body: string, attributes?: Readonly<Record<string, string>>) => void;
  /** Base URL of the AWS endpoint. */
  readonly endpoint: string;
  readonly now: () => number;
  readonly observe: (delivery: NotificationDelivery) => void;
  readonly retries?: typeof retryPolicy;
}

/** Who gets what is published, and how. */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();
  readonly #surroundings: SubscriptionsOptions;
  readonly #closing = new AbortController();

  constructor(declared: readonly SubscriptionDeclaration[], surroundings: SubscriptionsOptions) {
    this.#surroundings = surroundings;
    for (const subscription of declared) this.add(subscription);
  }

  get all(): readonly Subscription[] {
    return [...this.#all.values()];
  }

  find(arn: string): Subscription | undefined {
    return this.#all.get(arn);
  }

  /** One over HTTP waits for its endpoint to confirm it, as on AWS; whoever asks for mail here need not. */
  add(declared: SubscriptionDeclaration): Subscription {
    const known = this.#all.get(declared.arn);
    if (known) return known;
    const needsConfirmation = isPosted(declared) && isOnThisMachine(declared.endpoint);
    const token = needsConfirmation ? randomBytes(128).toString('hex') : undefined;
    const subscription = { ...declared, token };
    this.#all.set(declared.arn, subscription);
    if (token !== undefined) void this.#askToConfirm(subscription, token);
    return subscription;
  }

  confirm(topicArn: string, token: string): Subscription | undefined {
    const found = this.all.find((one) => one.topicArn === topicArn && one.token === token);
    if (found) found.token = undefined;
    return found;
  }

  remove(arn: string): void {
    this.#all.delete(arn);
  }

  publish(message: PublishedMessage): void {
    for (const subscription of this.all) {
      if (subscription.topicArn === message.topicArn) void this.#deliver(subscription, message);
    }
  }

  /** Gives up what is under way. */
  close(): void {
    this.#closing.abort();
  }

  async #deliver(subscription: Subscription, message: PublishedMessage): Promise<void> {
    const { protocol, endpoint, topicArn } = subscription;
    const report = (outcome: NotificationDelivery['outcome'], error?: string) =>
      this.#surroundings.observe({
        at: message.at,
        messageId: message.id,
        topic: topicArn.split(':').at(-1) ?? topicArn,
        protocol,
        endpoint,
        subject: message.subject,
        text: textFor(message, protocol),
        outcome,
        ...(error !== undefined && { error }),
      });
    if (protocol !== 'sqs' && !(isPosted(subscription) && isOnThisMachine(endpoint))) return report('withheld');
    if (subscription.token !== undefined) return report('unconfirmed');
    const unsubscribe = this.#url({ Action: 'Unsubscribe', SubscriptionArn: subscription.arn });
    const body = subscription.isRaw ? textFor(message, protocol) : envelopeOf(message, protocol, unsubscribe);
    const attributes = subscription.isRaw ? valuesOf(message) : {};
    const error =
      protocol === 'sqs' ? this.#toQueue(endpoint, body, attributes) : await this.#toHttp(subscription, message, body);
    if (error === undefined) return report('delivered');
    const { deadLetterArn } = subscription;
    const lost = deadLetterArn === undefined ? undefined : this.#toQueue(deadLetterArn, body);
    return report('failed', lost === undefined ? error : `${error}, nor can it be a dead letter: ${lost}`);
  }

  #toQueue(arn: string, body: string, attributes: Readonly<Record<string, string>> = {}): string | undefined {
    try {
      this.#surroundings.send(arn, body, attributes);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #toHttp(subscription: Subscription, message: PublishedMessage, body: string): Promise<string | undefined> {
    const { arn: subscriptionArn, topicArn, endpoint, isRaw } = subscription;
    const what = { type: 'Notification' as const, messageId: message.id, topicArn, subscriptionArn, body };
    return post(endpoint, { ...what, ...(isRaw && { isRaw }) }, this.#closing.signal, this.#surroundings.retries);
  }

  /** https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html */
  async #askToConfirm({ topicArn, endpoint }: Subscription, token: string): Promise<void> {
    const messageId = randomUUID();
    const body = {
      Type: 'SubscriptionConfirmation',
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message:
        `You have chosen to subscribe to the topic ${topicArn}.\n` +
        'To confirm the subscription, visit the SubscribeURL included in this message.',
      SubscribeURL: this.#url({ Action: 'ConfirmSubscription', TopicArn: topicArn, Token: token }),
      Timestamp: new Date(this.#surroundings.now()).toISOString(),
    };
    const what = { type: 'SubscriptionConfirmation' as const, messageId, topicArn };
    const text = JSON.stringify(body, undefined, 2);
    await post(endpoint, { ...what, body: text }, this.#closing.signal, this.#surroundings.retries);
  }

  #url(parameters: Readonly<Record<string, string>>): string {
    // SNS writes the colons of ARNs as they are.
    return `${this.#surroundings.endpoint}/?${new URLSearchParams(parameters)}`.replaceAll('%3A', ':');
  }
}

function isPosted({ protocol }: SubscriptionDeclaration): boolean {
  return protocol === 'http' || protocol === 'https';
}

function valuesOf({ attributes }: PublishedMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]));
}

/** A run on a laptop must not wake who is on call for the real stack. */
function isOnThisMachine(endpoint: string): boolean {
  return URL.canParse(endpoint) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(endpoint).hostname);
}
