import assert from 'node:assert/strict';
import { type Graph, ofType } from '../../../local/index.ts';
import { account, type Given } from '../programs.ts';
import { byName, type Expectation, one, physical, policy, undescribed } from './expectation.ts';

/** Where verified deliveries wait while the bus takes none: queue, dead-letter queue, pipe and the pipe's role. */
export function parking(given: Given): readonly Expectation[] {
  const { region } = given.settings;
  const namesake = physical(given, 'parking');
  const deadLetters = physical(given, 'parking', 'dlq');
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const busArn = arn('events', `event-bus/${physical(given)}`);
  const thePipe = (graph: Graph) => one(graph, 'aws:pipes/pipe:Pipe');
  const theRole = (graph: Graph) => one(graph, 'aws:iam/role:Role', { name: physical(given, region, 'parking') });
  const theRolePolicy = (graph: Graph) => one(graph, 'aws:iam/rolePolicy:RolePolicy', { name: namesake });

  return [
    {
      says: 'parked deliveries wait in a queue, encrypted, for a fortnight; what is refused for an hour lies in a second one',
      check: (graph) => {
        const kept = { sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600, maxMessageSize: 1_048_576 };
        assert.deepEqual(
          byName(
            parkingQueues(graph, given).map(({ inputs: { redrivePolicy, ...inputs } }) => ({
              ...inputs,
              ...(redrivePolicy === undefined ? {} : { redrivePolicy: JSON.parse(String(redrivePolicy)) }),
            })),
          ),
          byName([
            {
              ...kept,
              name: namesake,
              visibilityTimeoutSeconds: 30,
              redrivePolicy: { deadLetterTargetArn: arn('sqs', deadLetters), maxReceiveCount: 3_600 / 30 },
            },
            { ...kept, name: deadLetters },
          ]),
        );
      },
    },
    {
      says: 'a pipe moves them to the bus one at a time, each as the entry that PutEvents was to take',
      check: (graph) =>
        assert.deepEqual(undescribed(thePipe(graph)), {
          name: namesake,
          roleArn: theRole(graph).outputs.arn,
          source: arn('sqs', namesake),
          sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
          target: busArn,
          targetParameters: {
            eventbridgeEventBusParameters: {
              source: '$.body.source',
              detailType: '$.body.detailType',
              time: '$.body.time',
            },
            inputTemplate: '{"metadata":<$.body.detail.metadata>,"data":<$.body.detail.data>}',
          },
        }),
    },
    {
      says: "the pipe has a role of its own, which nothing but this pipe may assume, and waits for the role's policy",
      check: (graph) => {
        assert.deepEqual(policy(theRole(graph).inputs.assumeRolePolicy), {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'pipes.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: {
                StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': arn('pipes', `pipe/${namesake}`) },
              },
            },
          ],
        });
        assert.ok(thePipe(graph).dependencies.includes(theRolePolicy(graph).urn));
      },
    },
    {
      says: 'the pipe may take from its queue and put on the bus, and nothing else',
      check: (graph) => {
        const { role, policy: text } = theRolePolicy(graph).inputs;
        assert.equal(role, theRole(graph).id);
        assert.deepEqual(policy(text), {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              Resource: arn('sqs', namesake),
            },
            { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
          ],
        });
      },
    },
  ];
}

/** Neither is filled by a rule. */
export function parkingQueues(graph: Graph, given: Given) {
  const names = [physical(given, 'parking'), physical(given, 'parking', 'dlq')];
  return ofType(graph, 'aws:sqs/queue:Queue').filter(({ inputs }) => names.includes(String(inputs.name)));
}
