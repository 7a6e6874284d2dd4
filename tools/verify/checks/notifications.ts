import { paginateListSubscriptionsByTopic, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { answer } from '../../aws-access.ts';
import type { Declared } from '../declared.ts';
import { type Finding, ok, problem, skipped } from '../finding.ts';
import { arnOf, upCommand, type VerifiedStack } from '../verified-stack.ts';

/** Whether what a topic is told reaches everybody that the settings name. */
export async function subscriptionsFinding(
  verified: VerifiedStack,
  { name, severity, subscriptions: wanted }: Declared['topics'][number],
): Promise<Finding> {
  const { aws, declared } = verified;
  const subscriptions = await answer(subscriptionsOf(verified, arnOf(verified, 'sns', name)), aws, {
    NotFoundException: `there is no topic ${name} in ${aws.region}; ${upCommand(verified)} makes it`,
  });
  const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  if (pending.length > 0) {
    return problem(
      `not confirmed: ${pending.map(shown).join(', ')}; SNS tells them nothing yet`,
      'open the link of the mail that SNS sent, or let the endpoint answer its SubscribeURL; after three days subscribe anew',
    );
  }
  if (subscriptions.length < wanted) {
    return problem(`${subscriptions.length} of ${wanted} subscriptions are there`, upCommand(verified));
  }
  if (subscriptions.length > 0) return ok(`${subscriptions.map(shown).join(', ')}, confirmed`);
  return declared.slackChannels > 0
    ? skipped('Slack alone is told; whether it shows alarms is seen in its channel')
    : skipped(`nobody is told of a ${severity}: set webhook-bridge:notifications`);
}

async function subscriptionsOf({ aws }: VerifiedStack, TopicArn: string): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  const client = new SNSClient(aws.configuration);
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    found.push(...Subscriptions);
  }
  return found;
}

/** Addresses of pagers have keys in them. */
function shown({ Protocol, Endpoint = '' }: Subscription): string {
  const isUrl = Protocol === 'https' || Protocol === 'http';
  return `${Protocol} ${isUrl ? `to ${new URL(Endpoint).host}` : Endpoint}`;
}
