import assert from 'node:assert/strict';
import { type Graph, ofType } from '../../../local/index.ts';
import { functionUrl, type Given } from '../programs.ts';
import { type Expectation, list, one } from './expectation.ts';
import { provisioned } from './provisioned.ts';
import { secretOf } from './sources.ts';

/** What holds of all the stack's resources together. */
export function stack(given: Given): readonly Expectation[] {
  const { project, settings } = given;
  return [
    {
      says: 'every resource is part of a component, and every component of the stack',
      check: (graph) => {
        const root = one(graph, 'pulumi:pulumi:Stack').urn;
        const components = graph.resources.filter(({ custom, urn }) => !custom && urn !== root);
        const parents = components.map(({ urn }) => urn);
        for (const { parent, urn } of components) assert.ok([root, ...parents].includes(parent), urn);
        for (const { parent, urn } of provisioned(graph)) assert.ok(parents.includes(parent), urn);
      },
    },
    {
      says: 'every resource is made by the one explicit provider, in the region that is set',
      check: (graph) => {
        const provider = one(graph, 'pulumi:providers:aws');
        assert.equal(provider.inputs.region, settings.region);
        for (const resource of provisioned(graph)) {
          assert.equal(resource.provider, `${provider.urn}::${provider.id}`, resource.urn);
        }
      },
    },
    {
      says: 'every resource is tagged with its project, its stack and the tags that are set',
      check: (graph) =>
        assert.deepEqual(JSON.parse(String(one(graph, 'pulumi:providers:aws').inputs.defaultTags)), {
          tags: { project, stack: given.stack, ...settings.tags },
        }),
    },
    ...Object.entries(settings.secrets).map(([name, value]) => ({
      says: `the secret of ${name} stands in plain text nowhere`,
      check: (graph: Graph) => assert.deepEqual(plain(graph, value), []),
    })),
    {
      says: 'the outputs say of each source where it delivers to, the secret that is its own, and how it signs where no scheme that is shipped says so',
      check: (graph) => {
        const secretIds = settings.sources.map(({ name }) => [name, secretOf(graph, given, name).inputs.name] as const);
        assert.deepEqual(graph.outputs.secretIds, Object.fromEntries(secretIds));
        assert.deepEqual(
          graph.outputs.deliveries,
          settings.sources.map(({ name, scheme }, index) => ({
            name,
            scheme,
            ...(scheme === 'momento' ? {} : { description: settings.schemes.find(({ name }) => name === scheme) }),
            url: `${functionUrl}${name}`,
            secretId: secretIds[index]?.[1],
          })),
        );
      },
    },
    {
      says: 'the outputs say how to mute the alarms that tell somebody, all of them and no others',
      check: (graph) => {
        const telling = ofType(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm').filter(
          ({ inputs }) => list(inputs.alarmActions).length > 0,
        );
        const [, muted = ''] = / AlarmNames=(\S+)$/.exec(String(graph.outputs.muteCommand)) ?? [];
        assert.deepEqual(muted.split(',').sort(), telling.map(({ inputs }) => inputs.alarmName).sort());
      },
    },
  ];
}

/** Where a value stands outside of what Pulumi encrypts. */
function plain({ resources, outputs }: Graph, value: string): readonly string[] {
  const found: string[] = [];
  const look = (at: unknown, path: string, secretPaths: readonly string[] = []) => {
    if (secretPaths.includes(path)) return;
    if (typeof at === 'string' && at.includes(value)) found.push(path);
    if (typeof at !== 'object' || at === null || isSecret(at)) return;
    for (const [key, inner] of Object.entries(at)) look(inner, path === '' ? key : `${path}.${key}`, secretPaths);
  };
  look(outputs, 'stack');
  for (const { inputs, secretPaths, ...resource } of resources) {
    look(inputs, '', secretPaths);
    look(resource, resource.urn);
  }
  return found;
}

/** As Pulumi sends a secret over the wire. */
function isSecret(value: object): boolean {
  return Object.values(value).includes('1b47061264138c4ac30d75fd1eb44270');
}
