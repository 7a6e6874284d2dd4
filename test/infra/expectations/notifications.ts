import assert from 'node:assert/strict';
import { type Graph, ofType } from '../../../local/index.ts';
import { account, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical, policy } from './expectation.ts';

const severities = ['page', 'ticket'] as const;

/** Whom alarms tell: two topics, the key that encrypts what is in them, and who listens to each. */
export function notifications(given: Given): readonly Expectation[] {
  const { region, notifications } = given.settings;
  const topicArn = (severity: string) => `arn:aws:sns:${region}:${account}:${physical(given, severity)}`;
  const theKey = (graph: Graph) => one(graph, 'aws:kms/key:Key');
  const theRole = (graph: Graph) => one(graph, 'aws:iam/role:Role', { name: physical(given, region, 'slack') });

  return [
    {
      says: 'there is a topic for pages and one for tickets, both encrypted with a key of the stack',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:sns/topic:Topic').map(({ inputs }) => inputs)),
          severities.map((severity) => ({
            name: physical(given, severity),
            displayName: `webhook-bridge ${severity}`,
            kmsMasterKeyId: theKey(graph).outputs.arn,
          })),
        ),
    },
    {
      says: 'the key is renewed every year, is administered by the account, and used by CloudWatch for this account alone',
      check: (graph) => {
        const { policy: text, enableKeyRotation } = theKey(graph).inputs;
        assert.equal(enableKeyRotation, true);
        assert.deepEqual(policy(text), {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
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
        });
        assert.deepEqual(one(graph, 'aws:kms/alias:Alias').inputs, {
          name: `alias/${physical(given, 'alarms')}`,
          targetKeyId: theKey(graph).outputs.keyId,
        });
      },
    },
    {
      says: 'only alarms of this account and region may publish to a topic',
      check: (graph) =>
        assert.deepEqual(
          byName(
            ofType(graph, 'aws:sns/topicPolicy:TopicPolicy').map(({ inputs }) => ({
              ...inputs,
              policy: policy(inputs.policy),
            })),
          ),
          severities.map((severity) => ({
            arn: topicArn(severity),
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'cloudwatch.amazonaws.com' },
                  Action: 'sns:Publish',
                  Resource: topicArn(severity),
                  Condition: {
                    StringEquals: { 'aws:SourceAccount': account },
                    ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
                  },
                },
              ],
            },
          })),
        ),
    },
    {
      says: 'whoever the settings name listens to its topic, an address on this machine without a certificate',
      check: (graph) => {
        const wanted = severities.flatMap((severity) =>
          notifications[severity].map(({ protocol, endpoint }) => ({
            topic: topicArn(severity),
            protocol: endpoint.startsWith('http://') ? 'http' : protocol,
            endpoint,
          })),
        );
        const had = ofType(graph, 'aws:sns/topicSubscription:TopicSubscription');
        assert.deepEqual(new Set(had.map(({ inputs }) => inputs)), new Set(wanted));
        assert.equal(had.length, wanted.length);
        for (const { name, inputs } of had) assert.ok(!name.includes(String(inputs.endpoint)), name);
      },
    },
    {
      says: 'each channel of Slack is configured once and shows its topics, by a role and a guardrail that let it read at most',
      check: (graph) => {
        const { slack } = notifications;
        const channels = slack && { page: slack.pageChannelId, ticket: slack.ticketChannelId };
        const configured = (name: string, channel: string | undefined, shows: readonly string[]) => ({
          configurationName: physical(given, name),
          iamRoleArn: theRole(graph).outputs.arn,
          slackTeamId: slack?.workspaceId,
          slackChannelId: channel,
          snsTopicArns: shows.map(topicArn),
          guardrailPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess'],
        });
        const wanted = () => {
          if (channels === undefined) return [];
          if (channels.page === channels.ticket) return [configured('alarms', channels.page, severities)];
          return severities.map((severity) => configured(severity, channels[severity], [severity]));
        };
        assert.deepEqual(
          ofType(graph, 'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration').map(({ inputs }) => inputs),
          wanted(),
        );
        if (slack === undefined) return;
        assert.deepEqual(policy(theRole(graph).inputs.assumeRolePolicy), {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'chatbot.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'aws:SourceAccount': account } },
            },
          ],
        });
        const policies = ofType(graph, 'aws:iam/rolePolicy:RolePolicy');
        assert.ok(policies.every(({ inputs }) => inputs.role !== theRole(graph).id));
      },
    },
  ];
}
