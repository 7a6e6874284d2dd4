import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Names, names } from '../../../infra/names.ts';
import type { Graph } from '../../../local/index.ts';
import { grants } from '../../../tools/deploy-policy/grants.ts';
import { handlers, operations } from '../../../tools/deploy-policy/handlers.ts';
import {
  charactersOf,
  type Extent,
  maximumCharacters,
  type Policy,
  policiesFor,
} from '../../../tools/deploy-policy/policy.ts';
import { unscoped, unused } from '../../../tools/deploy-policy/scopes.ts';
import type { Configuration } from '../../../tools/stack-file.ts';
import { account, blue, dev, graphOf, large, long, placeOf, prod, setting } from '../../infra/programs.ts';

/** What the AWS provider called while it made, read, changed and deleted each stack. */
const recorded: Readonly<Record<string, readonly string[]>> = z
  .object({ calls: z.record(z.string(), z.array(z.string())) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'provider-calls.json'), 'utf8'))).calls;

/** By which the provider asks for the account first; where it may not, it asks STS, which everybody may. */
const dispensable = ['iam:GetUser'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, as far as it is used. */
const iamPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Effect: z.literal('Allow'),
        // No wildcard: each action was meant.
        Action: z.array(z.string().regex(/^[a-z]+:[A-Z][A-Za-z]+$/)).min(1),
        Resource: z.array(z.string().regex(/^(\*|arn:aws(-[a-z-]+)?:[a-z]+:[a-z0-9-]*:\d{12}:[\w/:.*?-]+)$/)).min(1),
        Condition: z
          .strictObject({ StringEquals: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])) })
          .optional(),
      }),
    )
    .min(1),
});

/** AWS makes the keys' ARNs up, and what decides is their tags. */
const anyKey = /:kms:[a-z0-9-]*:\d{12}:key\/\*$/;

describe('the policy that deploying takes', () => {
  const stacks = { dev, prod, blue, large, long };
  for (const [title, configuration] of Object.entries(stacks)) {
    it(`is one that IAM takes, for ${title}`, async () => {
      for (const extent of ['deploy', 'read'] as const) {
        for (const policy of await printed(configuration, extent)) {
          iamPolicy.parse(policy);
          assert.ok(charactersOf(policy) <= maximumCharacters, `${charactersOf(policy)} characters`);
        }
      }
    });

    it(`reaches each resource of ${title} by its ARN`, async () => {
      const patterns = arnsOf(await printed(configuration, 'deploy'));
      const arns = resourceArns(await graphOf(configuration));

      assert.ok(arns.length > 40);
      assert.deepEqual(
        arns.filter((arn) => !patterns.some((pattern) => matches(pattern, arn))),
        [],
      );
    });
  }

  for (const [title, configuration] of Object.entries({ dev, prod, blue })) {
    it(`has every action that the AWS provider was recorded to call for ${title}`, async () => {
      const allowed = actionsOf(await printed(configuration, 'deploy'));
      const calls = recorded[title] ?? [];

      assert.ok(calls.length > 80, `${calls.length} calls`);
      assert.deepEqual(
        calls.filter((call) => !allowed.has(call)),
        dispensable,
      );
    });
  }

  it('fits into one managed policy for the stacks that come with the project', async () => {
    for (const configuration of [dev, prod]) assert.equal((await printed(configuration, 'deploy')).length, 1);
  });

  it('reaches nothing of a stack whose name begins alike', async () => {
    const patterns = arnsOf(await printed(dev, 'deploy'));
    const others = resourceArns(await graphOf(setting({ ...dev, stack: 'dev-eu' }, {})));

    assert.ok(others.every((arn) => arn.includes('dev-eu')));
    assert.deepEqual(
      others.filter((arn) => patterns.some((pattern) => matches(pattern, arn))),
      [],
    );
  });

  it('is for any resource only where AWS knows no other, or a new key has no ARN yet', async () => {
    const statements = (await printed(blue, 'deploy')).flatMap(({ Statement }) => Statement);
    const broad = statements.filter(({ Resource }) => Resource.includes('*'));
    const free = broad.filter(({ Condition }) => Condition === undefined).flatMap(({ Action }) => Action);
    const bound = broad.filter(({ Condition }) => Condition !== undefined).flatMap(({ Action }) => Action);

    assert.deepEqual(free, [...unscoped].sort());
    assert.deepEqual(bound, ['kms:CreateKey', 'kms:TagResource']);
  });

  it('hands roles to nobody but the services that work with them', async () => {
    const passing = (await printed(blue, 'deploy'))
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => Action.includes('iam:PassRole'));

    assert.deepEqual(
      passing.map(({ Action, Condition }) => ({ Action, Condition })),
      [
        {
          Action: ['iam:PassRole'],
          Condition: {
            StringEquals: {
              'iam:PassedToService': ['chatbot.amazonaws.com', 'lambda.amazonaws.com', 'pipes.amazonaws.com'],
            },
          },
        },
      ],
    );
  });

  it('changes nothing where it only reads', async () => {
    const actions = [...actionsOf(await printed(blue, 'read'))];

    assert.deepEqual(
      actions.filter((action) => !/:(Describe|Get|List)/.test(action)),
      [],
    );
    assert.ok(actions.every((action) => !action.endsWith(':PassRole')));
  });

  it('allows what an encrypted setting declares, although nobody decrypted it', async () => {
    const without = actionsOf(await printed(dev, 'deploy'));
    const encrypted = ['secrets.momento', 'notifications.page.0.endpoint'].map((key) => `${dev.project}:${key}`);
    const added = [...actionsOf(await printed({ ...dev, encrypted }, 'deploy'))].filter(
      (action) => !without.has(action),
    );

    assert.deepEqual(added.sort(), [
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecretVersionIds',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
      'sns:GetSubscriptionAttributes',
      'sns:SetSubscriptionAttributes',
    ]);
  });

  it('names a type that it has no grant for', async () => {
    const graph = await graphOf(dev);
    const [first] = graph.resources.filter(({ custom }) => custom);
    assert.ok(first);
    const strange = { ...graph, resources: [...graph.resources, { ...first, type: 'aws:s3/bucket:Bucket' }] };

    assert.throws(() => policiesFor(strange, placeIn(dev), 'deploy', []), {
      message: 'aws:s3/bucket:Bucket has no grant: add it to tools/deploy-policy/grants.ts',
    });
  });
});

describe('the grants', () => {
  it('are for types that the largest stack has, each with handlers that are there', async () => {
    const declared = new Set((await graphOf(blue)).resources.map(({ type }) => type));

    assert.deepEqual(
      Object.keys(grants).filter((type) => !declared.has(type)),
      [],
    );
    assert.deepEqual(
      Object.values(grants).flatMap(({ handlers: type }) => (type === undefined || handlers[type] ? [] : [type])),
      [],
    );
  });

  it('leave out only what a handler has', () => {
    const named = new Set(
      Object.values(handlers).flatMap((handler) => operations.flatMap((operation) => handler[operation])),
    );

    assert.deepEqual(
      Object.values(unused)
        .flat()
        .filter((action) => !named.has(action)),
      [],
    );
  });
});

async function printed(configuration: Configuration, extent: Extent): Promise<readonly Policy[]> {
  return policiesFor(await graphOf(configuration), placeIn(configuration), extent, configuration.encrypted);
}

function placeIn(configuration: Configuration) {
  const { project, stack } = configuration;
  const named: Names = names(project, stack);
  return { project, stack, name: named.physical(1_000), region: placeOf(configuration).region, account };
}

function actionsOf(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)));
}

/** Those that say whose resource it is. */
function arnsOf(policies: readonly Policy[]): readonly string[] {
  const all = policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource));
  return all.filter((pattern) => pattern !== '*' && !anyKey.test(pattern));
}

/** Of what has one with the stack's name in it. */
function resourceArns(graph: Graph): readonly string[] {
  const own =
    /^aws:(?!kms\/key|cloudwatch\/queryDefinition|secretsmanager\/secretVersion|sns\/topicPolicy|sns\/topicSubscription)/;
  return graph.resources.flatMap(({ type, outputs: { arn } }) =>
    own.test(type) && typeof arn === 'string' ? [arn] : [],
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards */
function matches(pattern: string, arn: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(arn);
}
