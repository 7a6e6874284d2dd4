import assert from 'node:assert/strict';
import type { Graph, Resource } from '../../local/index.ts';
import type { Configuration } from '../../tools/stack-file.ts';
import { provisioned } from './expectations/provisioned.ts';
import { security } from './expectations/security.ts';
import { type GraphMutant, withAnother, withoutInputs, withoutOptions, withWildcards } from './graph-mutants.ts';
import { dev, given, graphOf, large, prod, setting } from './programs.ts';

const stacks: Readonly<Record<string, Configuration>> = {
  'the dev stack': dev,
  'the prod stack': prod,
  'the largest stack': large,
};

for (const [described, configuration] of Object.entries(stacks)) {
  for (const protect of [true, false]) {
    describe(`security of ${described}, with protect ${protect ? 'on' : 'off'}`, () => {
      const configured = setting(configuration, { protect });
      let graph: Graph;
      before(async () => {
        graph = await graphOf(configured);
      });

      for (const { says, check } of security(given(configured))) it(says, () => check(graph));
    });
  }
}

describe('the security tests fail for a stack', function () {
  this.timeout(180_000);
  const configured = setting(dev, { protect: true });
  const all = security(given(configured));
  let graph: Graph;
  before(async () => {
    graph = await graphOf(configured);
  });

  /** Each mutant, and there must be some, by a sentence that says so. */
  function refused(mutants: readonly GraphMutant[], because: RegExp) {
    const passed = mutants.filter(({ graph }) => !failing(graph).some((says) => because.test(says)));
    assert.deepEqual(
      passed.map(({ says }) => says),
      [],
    );
    assert.ok(mutants.length > 0);
  }

  it('with any action, resource or principal of any policy open to all', () => {
    refused(withWildcards(graph), /wildcard/);
  });

  it('with a policy that lets in another account, or anyone', () => {
    for (const Principal of ['*', { AWS: '*' }, { AWS: 'arn:aws:iam::210987654321:root' }]) {
      const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: someArn(graph) }];
      const policy = JSON.stringify({ Version: '2012-10-17', Statement });
      refused([another('aws:sqs/queuePolicy:QueuePolicy', { queueUrl: 'q', policy })], /only way in/);
    }
  });

  it('with a permission to invoke the function past its URL, or for a URL that asks for no credentials', () => {
    refused(
      [
        another('aws:lambda/permission:Permission', { action: 'lambda:InvokeFunction', principal: '*' }),
        another('aws:lambda/permission:Permission', { action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com' }),
        another('aws:lambda/permission:Permission', { action: 'lambda:GetFunction', principal: '*' }),
        another('aws:lambda/functionUrl:FunctionUrl', { functionName: 'another', authorizationType: 'NONE' }),
      ],
      /only way in/,
    );
  });

  it('with a resource of a type that nobody thought about', () => {
    refused([another('aws:s3/bucket:Bucket', { bucket: 'deliveries' })], /of a type of which it is known/);
  });

  it('with a queue that is not encrypted', () => {
    refused(without(/^Queue \S+ without sqsManagedSseEnabled$/), /encrypted/);
  });

  it('with a topic that is not encrypted, or by the key that every account has, or a key that is never renewed', () => {
    refused(without(/^(Topic \S+ without kmsMasterKeyId|Key \S+ without enableKeyRotation)$/), /encrypted/);
    refused([another('aws:sns/topic:Topic', { name: 'another', kmsMasterKeyId: 'alias/aws/sns' })], /encrypted/);
  });

  it('with a topic that anybody of the account may publish to, for want of a policy of its own', () => {
    refused(
      [another('aws:sns/topic:Topic', { name: 'another', kmsMasterKeyId: 'arn:aws:kms:x' })],
      /publishes to a topic/,
    );
  });

  it('with a topic or key that CloudWatch may use for another account, or another service for this one', () => {
    const conditions = without(/^(TopicPolicy|Key) \S+ without policy\.Statement\.\d\.Condition(\.StringEquals)?$/);
    refused(conditions, /publishes to a topic/);
    assert.equal(conditions.length, 2 * 3);
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish', Resource: 'x' },
    ];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    refused([another('aws:sns/topicPolicy:TopicPolicy', { arn: 'x', policy })], /publishes to a topic/);
  });

  it('with a log group, queue or archive that does not say how long it keeps its data', () => {
    const mutants = without(/ without (retentionInDays|retentionDays|messageRetentionSeconds)$/);

    refused(mutants, /how long it keeps/);
    assert.equal(mutants.length, count(/:(LogGroup|Queue|EventArchive)$/));
  });

  it('with a log group that keeps its lines for good', () => {
    refused([another('aws:cloudwatch/logGroup:LogGroup', { name: '/x', retentionInDays: 0 })], /how long it keeps/);
  });

  it('with any resource protected that is to be free, or free that is to be protected', () => {
    const mutants = withoutOptions(graph).filter(({ says }) => says.endsWith(' protect the other way'));

    refused(mutants, /protected/);
    assert.equal(mutants.length, provisioned(graph).length);
  });

  it("with a policy for somebody else's resource", () => {
    const Statement = [
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:210987654321:theirs' },
    ];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    refused([another('aws:iam/rolePolicy:RolePolicy', { policy })], /this stack only/);
  });

  function failing(mutant: Graph): readonly string[] {
    return all.flatMap(({ says, check }) => {
      try {
        check(mutant);
        return [];
      } catch {
        return [says];
      }
    });
  }

  function another(type: string, inputs: Resource['inputs']): GraphMutant {
    return { says: `with another ${type}: ${JSON.stringify(inputs)}`, graph: withAnother(graph, type, inputs) };
  }

  function without(which: RegExp): readonly GraphMutant[] {
    return withoutInputs(graph).filter(({ says }) => which.test(says));
  }

  function count(type: RegExp): number {
    return provisioned(graph).filter((resource) => type.test(resource.type)).length;
  }
});

function someArn(graph: Graph): unknown {
  return provisioned(graph).find(({ type }) => type === 'aws:sqs/queue:Queue')?.outputs.arn;
}
