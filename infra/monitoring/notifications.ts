import { createHash } from 'node:crypto';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Severity } from '../../dashboards/alarms/alarm.ts';
import { waitsForPropagation } from '../iam-propagation.ts';
import type { StackLocation } from '../location.ts';
import type { Names } from '../names.ts';
import type { Settings, Subscription } from '../settings/schema.ts';

const severities = ['page', 'ticket'] as const satisfies readonly Severity[];

type Slack = NonNullable<Settings['notifications']['slack']>;

export interface NotificationsArgs {
  readonly names: Names;
  readonly notifications: Settings['notifications'];
  /** The account that the stack is in. */
  readonly location: pulumi.Output<StackLocation>;
  /** Names of IAM are the account's, and another region may have a stack of the same name. */
  readonly region: string;
}

/** Whom alarms tell: a topic for what wakes a person, one for what waits for the morning, and who listens to each. */
export class Notifications extends pulumi.ComponentResource {
  readonly topics: Readonly<Record<Severity, aws.sns.Topic>>;

  constructor(name: string, args: NotificationsArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:notifications:Notifications', name, {}, options);
    const { names, notifications, location } = args;
    const key = this.#key(name, names, location);
    this.topics = { page: this.#topic(name, 'page', key, args), ticket: this.#topic(name, 'ticket', key, args) };
    if (notifications.slack) this.#slack(name, notifications.slack, args);
    else this.#warn(notifications);
    this.registerOutputs({ pageTopicArn: this.topics.page.arn, ticketTopicArn: this.topics.ticket.arn });
  }

  /**
   * Of our own, because the key that SNS has for everyone lets no other service use it: alarms would publish to nobody,
   * and say so nowhere. A key policy that does not let the account administer the key would make it nobody's.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  #key(name: string, names: Names, location: pulumi.Output<StackLocation>): aws.kms.Key {
    const key = new aws.kms.Key(
      name,
      {
        description: 'Encrypts the messages of alarms',
        enableKeyRotation: true,
        policy: location.apply(({ partition, account }) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:${partition}:iam::${account}:root` },
                Action: 'kms:*',
                Resource: '*',
              },
              {
                Effect: 'Allow',
                Principal: { Service: 'cloudwatch.amazonaws.com' },
                Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
                Resource: '*',
                Condition: { StringEquals: { 'aws:SourceAccount': account } },
              },
            ],
          }),
        ),
      },
      { parent: this },
    );
    new aws.kms.Alias(
      name,
      { name: `alias/${names.physical(250, 'alarms')}`, targetKeyId: key.keyId },
      { parent: this },
    );
    return key;
  }

  #topic(name: string, severity: Severity, key: aws.kms.Key, args: NotificationsArgs): aws.sns.Topic {
    const { names, notifications, location } = args;
    const topic = new aws.sns.Topic(
      `${name}-${severity}`,
      {
        name: names.physical(256, severity),
        displayName: `webhook-bridge ${severity}`,
        kmsMasterKeyId: key.arn,
      },
      { parent: this },
    );
    new aws.sns.TopicPolicy(
      `${name}-${severity}`,
      {
        arn: topic.arn,
        policy: pulumi.all([topic.arn, location]).apply(([arn, { partition, region, account }]) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'cloudwatch.amazonaws.com' },
                Action: 'sns:Publish',
                Resource: arn,
                Condition: {
                  StringEquals: { 'aws:SourceAccount': account },
                  ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
                },
              },
            ],
          }),
        ),
      },
      { parent: this },
    );
    for (const { protocol, endpoint } of notifications[severity]) {
      new aws.sns.TopicSubscription(
        `${name}-${severity}-${protocol}-${digest(endpoint)}`,
        // Addresses of pagers have keys in them, and all others are of people: state holds them encrypted.
        { topic: topic.arn, protocol: protocolOf(protocol, endpoint), endpoint: pulumi.secret(endpoint) },
        { parent: this },
      );
    }
    return topic;
  }

  /** To whoever runs `pulumi up`, as nothing is wrong with the stack and yet nobody would hear of its alarms. */
  #warn(notifications: Settings['notifications']): void {
    for (const severity of severities.filter((severity) => notifications[severity].length === 0)) {
      void pulumi.log.warn(
        `no ${severity} of an alarm reaches anyone: set webhook-bridge:notifications with ${severity} or slack`,
        this,
      );
    }
  }

  /**
   * Amazon Q Developer in chat applications. The role may do nothing and the guardrail lets nothing but reading through,
   * so a channel shows alarms and commands nothing.
   */
  #slack(name: string, slack: Slack, args: NotificationsArgs): void {
    const { names, location, region } = args;
    const role = new aws.iam.Role(
      `${name}-slack`,
      {
        name: names.physical(64, region, 'slack'),
        assumeRolePolicy: location.apply(({ account }) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'chatbot.amazonaws.com' },
                Action: 'sts:AssumeRole',
                Condition: { StringEquals: { 'aws:SourceAccount': account } },
              },
            ],
          }),
        ),
      },
      { parent: this, ...waitsForPropagation() },
    );
    for (const { name: configurationName, channelId, shows } of channelsOf(slack)) {
      new aws.chatbot.SlackChannelConfiguration(
        `${name}-slack-${configurationName}`,
        {
          // The account's, as the name of the role is.
          configurationName: names.physical(128, region, configurationName),
          iamRoleArn: role.arn,
          slackTeamId: slack.workspaceId,
          slackChannelId: channelId,
          snsTopicArns: shows.map((severity) => this.topics[severity].arn),
          guardrailPolicyArns: [pulumi.interpolate`arn:${location.partition}:iam::aws:policy/CloudWatchReadOnlyAccess`],
        },
        { parent: this },
      );
    }
  }
}

/** An account configures a channel once, whatever it shows. */
function channelsOf({ pageChannelId, ticketChannelId }: Slack) {
  if (pageChannelId === ticketChannelId) return [{ name: 'alarms', channelId: pageChannelId, shows: severities }];
  const channels = { page: pageChannelId, ticket: ticketChannelId };
  return severities.map((severity) => ({ name: severity, channelId: channels[severity], shows: [severity] }));
}

/** Tells subscriptions apart whatever their order, and keeps phone numbers and keys in addresses out of what Pulumi prints. */
function digest(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, 8);
}

/** An address on this machine is for the local run, and has no certificate. */
function protocolOf(protocol: Subscription['protocol'], endpoint: string): string {
  return protocol === 'https' && endpoint.startsWith('http://') ? 'http' : protocol;
}
