import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Graph, ofType, type Resource } from '../../local/index.ts';
import { policy } from './expectations/expectation.ts';
import { provisioned } from './expectations/provisioned.ts';
import { blue, graphOf, root, setting } from './programs.ts';

describe('a first deployment', () => {
  let graph: Graph;
  before(async () => {
    graph = await graphOf(blue);
  });

  it('changes the policy of a function one resource at a time, as Lambda answers 409 to two at once', () => {
    const changing = ['aws:lambda/functionUrl:FunctionUrl', 'aws:lambda/permission:Permission'].flatMap((type) =>
      ofType(graph, type),
    );

    const atOnce = changing.flatMap((one, index) =>
      changing
        .slice(index + 1)
        .filter((other) => !isAfter(graph, one, other) && !isAfter(graph, other, one))
        .map((other) => [one.name, other.name]),
    );

    assert.equal(changing.length, 3);
    assert.deepEqual(atOnce, []);
  });

  it('waits for IAM before it hands a new role to a service for which the provider does not wait', () => {
    const roles = ofType(graph, 'aws:iam/role:Role').filter(
      ({ inputs }) => !isAssumedByLambda(inputs.assumeRolePolicy),
    );
    assert.equal(roles.length, 2);
    for (const role of roles) {
      const policies = ofType(graph, 'aws:iam/rolePolicy:RolePolicy').filter(({ inputs }) => inputs.role === role.id);
      const lasts = policies.length > 0 ? policies : [role];
      const users = provisioned(graph).filter(({ inputs }) =>
        Object.values(inputs).some((value) => value === role.outputs.arn),
      );
      assert.ok(users.length > 0, role.urn);
      for (const last of lasts) {
        assert.deepEqual(last.afterCreate, ['iam-propagation'], last.urn);
        for (const user of users) assert.ok(isAfter(graph, user, last), user.urn);
      }
    }
  });

  it('keeps every address that alarms are sent to encrypted in state', () => {
    const subscriptions = ofType(graph, 'aws:sns/topicSubscription:TopicSubscription');

    assert.equal(subscriptions.length, 5);
    for (const { secretPaths, urn } of subscriptions) assert.ok(secretPaths.includes('endpoint'), urn);
  });

  it('takes names of its own in the whole account where AWS keeps a name for the account and not for the region', async () => {
    const elsewhere = await graphOf(setting(blue, { region: 'eu-west-1' }));

    const shared = accountWide(elsewhere).filter((name) => accountWide(graph).includes(name));

    assert.ok(accountWide(graph).length >= 7);
    assert.deepEqual(shared, []);
  });
});

describe('a Node that cannot read TypeScript', () => {
  it('is told so in a sentence that says how to run the program', () => {
    const entry = pathToFileURL(join(root, 'infra/index.js')).href;
    const run = `import('${entry}').then((entry) => entry.default()).catch((error) => console.log(error.message))`;

    const { stdout } = spawnSync(process.execPath, ['--no-strip-types', '-e', run], { encoding: 'utf8' });

    assert.match(stdout, /^the program of webhook-bridge wants Node 22\.18 or newer, and this is Node .+npm run up/);
    assert.equal(stdout.trim().split('\n').length, 1);
  });
});

function isAssumedByLambda(assumeRolePolicy: unknown): boolean {
  return policy(assumeRolePolicy).Statement.some(
    ({ Principal }) => typeof Principal === 'object' && Principal.Service === 'lambda.amazonaws.com',
  );
}

/** Whether a resource is made only when the other is there. */
function isAfter(graph: Graph, one: Resource, other: Resource): boolean {
  return one.dependencies.some((urn) => {
    if (urn === other.urn) return true;
    const between = graph.resources.find((resource) => resource.urn === urn);
    return between !== undefined && isAfter(graph, between, other);
  });
}

/** Dashboards, IAM and Amazon Q Developer in chat applications know no regions. */
function accountWide(graph: Graph): readonly string[] {
  return provisioned(graph).flatMap(({ type, inputs }) => {
    if (type === 'aws:cloudwatch/dashboard:Dashboard') return [`${type} ${inputs.dashboardName}`];
    if (type === 'aws:iam/role:Role') return [`${type} ${inputs.name}`];
    return type.startsWith('aws:chatbot/') ? [`${type} ${inputs.configurationName}`] : [];
  });
}
