import assert from 'node:assert/strict';
import fc from 'fast-check';
import { names } from '../../infra/names.ts';
import type { Graph, Properties } from '../../local/index.ts';
import { provisioned } from './expectations/provisioned.ts';
import { blue, dev, given, graphOf, green, long, prod } from './programs.ts';

/** The longest name and the characters that AWS takes, by the API reference of each service. */
const limits: Readonly<Record<string, { readonly input: string; readonly takes: RegExp }>> = {
  'aws:secretsmanager/secret:Secret': { input: 'name', takes: /^[\w/+=.@-]{1,512}$/ },
  'aws:cloudwatch/eventBus:EventBus': { input: 'name', takes: /^[\w/.-]{1,256}$/ },
  'aws:cloudwatch/eventArchive:EventArchive': { input: 'name', takes: /^[\w.-]{1,48}$/ },
  'aws:cloudwatch/eventRule:EventRule': { input: 'name', takes: /^[\w.-]{1,64}$/ },
  'aws:cloudwatch/eventTarget:EventTarget': { input: 'targetId', takes: /^[\w.-]{1,64}$/ },
  'aws:cloudwatch/logGroup:LogGroup': { input: 'name', takes: /^[\w/.#-]{1,512}$/ },
  'aws:sqs/queue:Queue': { input: 'name', takes: /^[\w-]{1,80}$/ },
  'aws:pipes/pipe:Pipe': { input: 'name', takes: /^[\w.-]{1,64}$/ },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { input: 'name', takes: /^[\w-]{1,255}$/ },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': { input: 'alarmName', takes: /^[\w-]{1,255}$/ },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': { input: 'name', takes: /^[^:*]{1,512}$/ },
  'aws:sns/topic:Topic': { input: 'name', takes: /^[\w-]{1,256}$/ },
  'aws:kms/alias:Alias': { input: 'name', takes: /^alias\/[\w/-]{1,250}$/ },
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': {
    input: 'configurationName',
    takes: /^[\w-]{1,128}$/,
  },
  'aws:cloudwatch/dashboard:Dashboard': { input: 'dashboardName', takes: /^[\w-]{1,255}$/ },
  'aws:cloudwatch/queryDefinition:QueryDefinition': { input: 'name', takes: /^[\w/-]{1,255}$/ },
  'aws:xray/group:Group': { input: 'groupName', takes: /^[\w-]{1,32}$/ },
  'aws:iam/role:Role': { input: 'name', takes: /^[\w+=,.@-]{1,64}$/ },
  'aws:iam/rolePolicy:RolePolicy': { input: 'name', takes: /^[\w+=,.@-]{1,128}$/ },
  'aws:lambda/function:Function': { input: 'name', takes: /^[\w-]{1,64}$/ },
  'aws:lambda/permission:Permission': { input: 'statementId', takes: /^[\w-]{1,100}$/ },
};

/** What Pulumi takes as the name of a project or stack. */
const named = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);
/** What the settings take as the name of a rule or source, and what the program adds to it. */
const role = fc.array(fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,23}$/), fc.constantFrom('queue', 'log', 'dlq')), {
  maxLength: 3,
});
/** The same words, told apart into project, stack and role in two ways: where names run into one another, these do. */
const alike = fc
  .tuple(
    fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 4, maxLength: 6 }),
    fc.constantFrom('-', '_', '.'),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  )
  .map(([words, joint, cuts]) => cuts.map((cut) => toldApart(words, joint, Math.min(cut, words.length - 2))));
const limit = fc.constantFrom(48, 64, 80, 128, 256, 500, 512);

describe('physical names', () => {
  it('fit what AWS takes of every resource, for the longest stack, rule and source names', async () => {
    const graph = await graphOf(long);

    const wrong = provisioned(graph).filter(({ type, inputs }) => {
      const known = limits[type];
      if (known === undefined) return nameIn(inputs) !== undefined;
      return inputs[known.input] !== undefined && !known.takes.test(String(inputs[known.input]));
    });

    assert.deepEqual(
      wrong.map(({ urn }) => urn),
      [],
    );
  });

  it('are not shared by two stacks with the same settings, cut or not', async () => {
    const stacks = await Promise.all([dev, prod, blue, green, long].map(graphOf));

    const all = stacks.flatMap(physicalNames);

    assert.ok(all.length > 60);
    assert.equal(new Set(all).size, all.length);
  });

  it('are cut for a long stack name, so that the test above has cut names to look at', async () => {
    const { settings } = given(long);

    const cut = physicalNames(await graphOf(long)).filter((name) => !name.includes(long.stack));

    assert.ok(cut.length > settings.rules.length);
  });

  it('fit their limit, whatever project, stack and role', () => {
    fc.assert(
      fc.property(named, named, role, limit, (project, stack, roles, most) => {
        const name = names(project, stack).physical(most, ...roles);
        assert.ok(name.length >= 1 && name.length <= most, name);
      }),
    );
  });

  it('hold only what every service takes (letters, digits, - and _), whatever project and stack', () => {
    fc.assert(
      fc.property(named, named, role, limit, (project, stack, roles, most) => {
        assert.match(names(project, stack).physical(most, ...roles), /^[\w-]+$/);
      }),
    );
  });

  it('are the same for the same project, stack and role', () => {
    fc.assert(
      fc.property(named, named, role, limit, (project, stack, roles, most) => {
        assert.equal(names(project, stack).physical(most, ...roles), names(project, stack).physical(most, ...roles));
      }),
    );
  });

  it('differ when project, stack or role differ', () => {
    fc.assert(
      fc.property(alike, limit, ([one, other], most) => {
        fc.pre(one !== undefined && other !== undefined && one[0] !== other[0]);
        assert.notEqual(name(one, most), name(other, most));
      }),
    );
  });

  it('differ for stacks and rules whose names run into one another: dev-eu with orders, dev with eu-orders', () => {
    assert.notEqual(name(['bridge', 'dev-eu', ['orders']], 80), name(['bridge', 'dev', ['eu-orders']], 80));
  });

  it("differ for a rule's dead letters and a rule that is named like them", () => {
    const { physical } = names('bridge', 'dev');

    assert.notEqual(physical(80, 'orders', 'queue', 'dlq'), physical(80, 'orders-queue-dlq'));
  });
});

type Named = [project: string, stack: string, roles: readonly string[]];

function toldApart(words: readonly string[], joint: string, cut: number): Named {
  return [words.slice(0, cut).join(joint), words.slice(cut, -1).join(joint), words.slice(-1)];
}

function name([project, stack, roles]: Named, most: number): string {
  return names(project, stack).physical(most, ...roles);
}

/** Of what is named within an account and region; a type's names are a space of their own. */
function physicalNames(graph: Graph): readonly string[] {
  return provisioned(graph).flatMap(({ type, inputs }) => {
    const physical = nameIn(inputs);
    return physical === undefined ? [] : [`${type} ${physical}`];
  });
}

function nameIn(inputs: Properties): unknown {
  const { name, alarmName, configurationName, policyName, dashboardName, groupName } = inputs;
  return name ?? alarmName ?? configurationName ?? policyName ?? dashboardName ?? groupName;
}
