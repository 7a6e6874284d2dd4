import assert from 'node:assert/strict';
import { type Graph, ofType } from '../../../local/index.ts';
import { account, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical, policy } from './expectation.ts';

const severities = ['page', 'ticket'] as const;

/** Whom alarms tell: two topics, the key that encrypts what is in them, and who listens to each. */
export function notifications(given: Given): readonly Expectation[] {
  const { region, notifications } = given.settings;
  const topicArn = (severity: string) => `arn:aws:sns:${region}:${account}:${physical(given, severity)}`;
  const theRole = (graph: Graph) => one(graph, 'aws:iam/role:Role', { name: physical(given, region, 'slack') });

  return [
    {
      says: 'there is a topic for pages and one for tickets, both encrypted with the key of the stack',
      check: (graph) =>
        assert.deepEqual(
          byName(
            ofType(graph, 'aws:sns/topic:Topic').map(({ inputs: { name, kmsMasterKeyId } }) => ({
              name,
              kmsMasterKeyId,
            })),
          ),
          severities.map((severity) => ({
            name: physical(given, severity),
            kmsMasterKeyId: one(graph, 'aws:kms/key:Key').outputs.arn,
          })),
        ),
    },
    {
      says: 'only alarms of this account and region may publish to a topic',
      check: (graph) => {
        for (const { inputs } of ofType(graph, 'aws:sns/topicPolicy:TopicPolicy')) {
          for (const { Resource, Condition } of policy(inputs.policy).Statement) {
            assert.equal(Resource, inputs.arn);
            assert.deepEqual(Condition?.ArnLike, {
              'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*`,
            });
          }
        }
      },
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
        const had = ofType(graph, 'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration');
        const wanted = () => {
          if (channels === undefined) return [];
          if (channels.page === channels.ticket) return [[channels.page, severities.map(topicArn)]];
          return severities.map((severity) => [channels[severity], [topicArn(severity)]]);
        };
        assert.deepEqual(
          had.map(({ inputs }) => [inputs.slackChannelId, inputs.snsTopicArns]),
          wanted(),
        );
        for (const { inputs } of had) {
          assert.equal(inputs.iamRoleArn, theRole(graph).outputs.arn);
          assert.deepEqual(inputs.guardrailPolicyArns, ['arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess']);
        }
        if (slack === undefined) return;
        assert.deepEqual(
          policy(theRole(graph).inputs.assumeRolePolicy).Statement.map(({ Principal, Condition }) => ({
            Principal,
            Condition,
          })),
          [
            {
              Principal: { Service: 'chatbot.amazonaws.com' },
              Condition: { StringEquals: { 'aws:SourceAccount': account } },
            },
          ],
        );
        const policies = ofType(graph, 'aws:iam/rolePolicy:RolePolicy');
        assert.ok(policies.every(({ inputs }) => inputs.role !== theRole(graph).id));
      },
    },
  ];
}
