import { randomUUID } from 'node:crypto';
import type { Service } from '../service.ts';
import { publishingRefused } from './access.ts';
import type { KeyDeclaration, SubscriptionDeclaration, TopicDeclaration } from './declaration.ts';
import type { PublishedMessage } from './message.ts';
import { snsOperations } from './operations.ts';
import { type NotificationDelivery, Subscriptions, type SubscriptionsOptions } from './subscriptions.ts';

export interface SnsOptions extends Omit<SubscriptionsOptions, 'observe'> {
  readonly topics: readonly TopicDeclaration[];
  readonly subscriptions: readonly SubscriptionDeclaration[];
  readonly keys: readonly KeyDeclaration[];
}

/** What a service of AWS publishes. */
interface Publication {
  readonly alarmArn: string;
  readonly subject: string;
  readonly message: Readonly<Record<string, string>>;
}

export interface Sns {
  readonly service: Service;
  /** Publishes for an alarm; throws an Error that says why it may not. */
  readonly publish: (topicArn: string, publication: Publication) => void;
  /** What became of each message for each subscriber, newest first. */
  readonly deliveries: () => readonly NotificationDelivery[];
  /** Every delivery from now on. Answers with the way to stop. */
  readonly subscribe: (listener: (delivery: NotificationDelivery) => void) => () => void;
  readonly close: () => void;
}

/** What the console shows; SNS itself keeps nothing. */
const maximumDeliveries = 200;

/** Amazon SNS in memory: standard topics, and subscribers on this machine. */
export function createSns({ topics, subscriptions: declared, keys, ...surroundings }: SnsOptions): Sns {
  const deliveries: NotificationDelivery[] = [];
  const listeners = new Set<(delivery: NotificationDelivery) => void>();
  const subscriptions = new Subscriptions(declared, {
    ...surroundings,
    observe(delivery) {
      deliveries.unshift(delivery);
      deliveries.length = Math.min(deliveries.length, maximumDeliveries);
      for (const listener of listeners) listener(delivery);
    },
  });
  const publish = (fields: Omit<PublishedMessage, 'id' | 'at'>) => {
    const message = { ...fields, id: randomUUID(), at: surroundings.now() };
    subscriptions.publish(message);
    return message;
  };
  return {
    service: {
      target: 'AmazonSimpleNotificationService',
      invalidInput: 'InvalidParameter',
      query: {
        signingName: 'sns',
        xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
        links: ['ConfirmSubscription', 'Unsubscribe'],
      },
      operations: snsOperations(topics, subscriptions, publish),
    },
    publish(topicArn, { alarmArn, subject, message: texts }) {
      const topic = topics.find(({ arn }) => arn === topicArn);
      const refused = topic ? publishingRefused(topic, keys, alarmArn) : 'Topic does not exist';
      if (refused !== undefined) throw new Error(refused);
      publish({ topicArn, subject, texts, attributes: {} });
    },
    deliveries: () => deliveries,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => subscriptions.close(),
  };
}
