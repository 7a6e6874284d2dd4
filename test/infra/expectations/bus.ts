import assert from 'node:assert/strict';
import type { BusRule, RuleTarget } from '../../../infra/settings/schema.ts';
import { type Graph, ofType, type Properties } from '../../../local/index.ts';
import { account, awsEndpoint, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical, policy, undescribed } from './expectation.ts';
import { parkingQueues } from './parking.ts';

interface Fed {
  readonly rule: BusRule;
  readonly target: RuleTarget;
}

/** Where verified deliveries go: bus, archive, rules, targets, queues. */
export function bus(given: Given): readonly Expectation[] {
  const { settings } = given;
  const namesake = physical(given);
  const arn = (service: string, resource: string) => `arn:aws:${service}:${settings.region}:${account}:${resource}`;
  const ruleArn = (rule: BusRule) => arn('events', `rule/${namesake}/${physical(given, rule.name)}`);
  const logGroupOf = (rule: BusRule) => `/aws/events/${physical(given, rule.name)}`;
  const deadLettersOf = ({ rule, target }: Fed) => physical(given, rule.name, target.type, 'dlq');

  const all: readonly Fed[] = settings.rules.flatMap((rule) => rule.targets.map((target) => ({ rule, target })));
  const logged = all.filter(({ target }) => target.type === 'log').map(({ rule }) => rule);
  const queues = all.flatMap((fed) => [
    ...(fed.target.type === 'queue' ? [{ name: physical(given, fed.rule.name), rule: fed.rule }] : []),
    { name: deadLettersOf(fed), rule: fed.rule },
  ]);

  return [
    {
      says: 'an archive takes every event of the bus and keeps it for as many days as is set',
      check: (graph) =>
        assert.deepEqual(undescribed(one(graph, 'aws:cloudwatch/eventArchive:EventArchive')), {
          name: namesake,
          eventSourceArn: arn('events', `event-bus/${namesake}`),
          retentionDays: settings.archiveRetentionDays,
        }),
    },
    {
      says: 'each rule of the settings stands on the bus with exactly its pattern',
      check: (graph) =>
        assert.deepEqual(
          byName(
            ofType(graph, 'aws:cloudwatch/eventRule:EventRule').map(({ inputs }) => parsed(inputs, 'eventPattern')),
          ),
          byName(
            settings.rules.map(({ name, description, pattern }) => ({
              name: physical(given, name),
              ...(description === undefined ? {} : { description }),
              eventBusName: namesake,
              eventPattern: pattern,
            })),
          ),
        ),
    },
    {
      says: 'each target gets what its rule matched, in the shape that is set, for a day and 185 tries, then a dead-letter queue',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:cloudwatch/eventTarget:EventTarget').map(({ inputs }) => inputs)),
          byName(
            all.map(({ rule, target }) => ({
              rule: physical(given, rule.name),
              eventBusName: namesake,
              targetId: target.type,
              arn:
                target.type === 'queue'
                  ? arn('sqs', physical(given, rule.name))
                  : arn('logs', `log-group:${logGroupOf(rule)}`),
              ...shape(target),
              retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
              deadLetterConfig: { arn: arn('sqs', deadLettersOf({ rule, target })) },
            })),
          ),
        ),
    },
    {
      says: 'each rule with a queue and each target has one, which keeps its messages for a fortnight and takes the largest that SQS does',
      check: (graph) => {
        const parked = parkingQueues(graph, given);
        const had = ofType(graph, 'aws:sqs/queue:Queue').filter((queue) => !parked.includes(queue));
        assert.deepEqual(had.map(({ inputs }) => inputs.name).sort(), queues.map(({ name }) => name).sort());
        for (const { name, inputs } of had) {
          const { messageRetentionSeconds, maxMessageSize } = inputs;
          assert.deepEqual([messageRetentionSeconds, maxMessageSize], [1_209_600, 1_048_576], name);
        }
      },
    },
    {
      says: 'every queue of a rule takes messages from EventBridge, for its own rule only, and from nobody else',
      check: (graph) =>
        assert.deepEqual(
          byName(ofType(graph, 'aws:sqs/queuePolicy:QueuePolicy').map(({ inputs }) => parsed(inputs, 'policy'))),
          byName(
            queues.map(({ name, rule }) => ({
              queueUrl: `${awsEndpoint}/${account}/${name}`,
              policy: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { Service: 'events.amazonaws.com' },
                    Action: 'sqs:SendMessage',
                    Resource: arn('sqs', name),
                    Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(rule) } },
                  },
                ],
              },
            })),
          ),
        ),
    },
    {
      says: 'no target is there before EventBridge may send to it and to its dead-letter queue',
      check: (graph) => {
        const permissions = ['aws:sqs/queuePolicy:QueuePolicy', 'aws:cloudwatch/logResourcePolicy:LogResourcePolicy'];
        const urns = permissions.flatMap((type) => ofType(graph, type).map(({ urn }) => urn));
        for (const target of ofType(graph, 'aws:cloudwatch/eventTarget:EventTarget')) {
          const awaited = target.dependencies.filter((urn) => urns.includes(urn));
          // The queue's or log group's own policy, and the dead-letter queue's.
          assert.equal(awaited.length, 2, target.name);
        }
      },
    },
    {
      says: 'each rule with a log target has a log group that keeps events for as many days as is set',
      check: (graph) =>
        assert.deepEqual(
          byName(eventLogs(graph).map(({ inputs }) => inputs)),
          byName(logged.map((rule) => ({ name: logGroupOf(rule), retentionInDays: settings.logRetentionDays }))),
        ),
    },
    {
      says: "EventBridge may write events of its rule to each such log group, by a policy of the group's own, not of the account's ten",
      check: (graph) => {
        const Principal = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
        assert.deepEqual(
          byName(
            ofType(graph, 'aws:cloudwatch/logResourcePolicy:LogResourcePolicy').map(({ inputs }) => ({
              ...inputs,
              policyDocument: policy(inputs.policyDocument),
            })),
          ),
          byName(
            logged.map((rule) => {
              const resourceArn = arn('logs', `log-group:${logGroupOf(rule)}`);
              const Resource = `${resourceArn}:*`;
              return {
                resourceArn,
                policyDocument: {
                  Version: '2012-10-17',
                  Statement: [
                    { Effect: 'Allow', Principal, Action: 'logs:CreateLogStream', Resource },
                    {
                      Effect: 'Allow',
                      Principal,
                      Action: 'logs:PutLogEvents',
                      Resource,
                      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(rule) } },
                    },
                  ],
                },
              };
            }),
          ),
        );
      },
    },
  ];
}

function eventLogs(graph: Graph) {
  return ofType(graph, 'aws:cloudwatch/logGroup:LogGroup').filter(({ inputs }) =>
    /^\/aws\/events\//.test(String(inputs.name)),
  );
}

function shape(target: RuleTarget): Properties {
  if (target.type === 'log') return {};
  const { inputPath, inputTransformer } = target;
  if (inputPath !== undefined) return { inputPath };
  if (inputTransformer === undefined) return {};
  const { paths, template } = inputTransformer;
  return { inputTransformer: { inputTemplate: template, ...(paths === undefined ? {} : { inputPaths: paths }) } };
}

function parsed(inputs: Properties, key: string): Properties {
  return { ...inputs, [key]: JSON.parse(String(inputs[key])) };
}
