import assert from 'node:assert/strict';
import { type Graph, ofType, type Resource } from '../../../local/pulumi/graph.ts';
import { account, awsEndpoint, functionUrl, type Given } from '../programs.ts';
import { eventLogs } from './bus.ts';
import { type Expectation, list, one, physical, policy, type Statement } from './expectation.ts';

/** What holds of all the stack's resources together. */
export function stack(given: Given): readonly Expectation[] {
  const { project, settings } = given;
  const namesake = physical(given);
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
    {
      says: `${settings.protect ? 'exactly what holds data' : 'nothing'} is protected against deletion`,
      check: (graph) => {
        const holders = [
          ...['secretsmanager/secret:Secret', 'cloudwatch/eventBus:EventBus', 'sqs/queue:Queue'].flatMap((type) =>
            ofType(graph, `aws:${type}`),
          ),
          ...ofType(graph, 'aws:cloudwatch/eventArchive:EventArchive'),
          ...eventLogs(graph),
        ];
        assert.deepEqual(urns(graph.resources.filter(({ protect }) => protect)), settings.protect ? urns(holders) : []);
      },
    },
    {
      says: 'every log group forgets',
      check: (graph) => {
        for (const { inputs, urn } of ofType(graph, 'aws:cloudwatch/logGroup:LogGroup')) {
          assert.equal(inputs.retentionInDays, settings.logRetentionDays, urn);
        }
      },
    },
    {
      says: 'no policy names an action by wildcard, or any resource by wildcard but for X-Ray',
      check: (graph) => {
        for (const { Action, Resource } of statements(graph)) {
          assert.ok(!list(Action).some((action) => action.includes('*')), String(Action));
          const ofXray = list(Action).every((action) => action.startsWith('xray:'));
          const open = list(Resource).filter((resource) => resource.replace(/:log-group:[^*]+:\*$/, '').includes('*'));
          assert.deepEqual(open, ofXray ? ['*'] : [], String(Action));
        }
      },
    },
    {
      says: 'every policy names resources of this stack only',
      check: (graph) => {
        const own = new Set(provisioned(graph).map(({ outputs }) => outputs.arn));
        for (const { Resource } of statements(graph)) {
          for (const resource of list(Resource).filter((named) => named !== '*')) {
            assert.ok(own.has(resource.replace(/:\*$/, '')), resource);
          }
        }
      },
    },
    ...Object.entries(settings.secrets).map(([name, value]) => ({
      says: `the secret of ${name} stands in plain text nowhere`,
      check: (graph: Graph) => assert.deepEqual(plain(graph, value), []),
    })),
    {
      says: 'the outputs say where to deliver, where everything is, how to set each secret and how to try again what was parked',
      check: (graph) => {
        const secretIds = settings.sources.map(({ name }) => [name, physical(given, name)] as const);
        assert.deepEqual(graph.outputs, {
          functionUrl,
          functionName: namesake,
          busName: namesake,
          logGroup: `/aws/lambda/${namesake}`,
          dashboardUrls: {
            operations: consoleOf(settings.region, physical(given, 'operations')),
            coldStart: consoleOf(settings.region, physical(given, 'cold-start')),
          },
          deliveries: settings.sources.map(({ name, scheme }) => ({
            name,
            scheme,
            url: `${functionUrl}${name}`,
            secretId: physical(given, name),
          })),
          secretIds: Object.fromEntries(secretIds),
          queueUrls: Object.fromEntries(
            settings.rules
              .filter(({ targets }) => targets.some(({ type }) => type === 'queue'))
              .map(({ name }) => [name, `${awsEndpoint}/${account}/${physical(given, name)}`]),
          ),
          parkingQueueUrl: `${awsEndpoint}/${account}/${physical(given, 'parking')}`,
          parkingDeadLetterQueueUrl: `${awsEndpoint}/${account}/${physical(given, 'parking', 'dlq')}`,
          redriveParkedCommand:
            `aws sqs start-message-move-task --region ${settings.region} ` +
            `--source-arn arn:aws:sqs:${settings.region}:${account}:${physical(given, 'parking', 'dlq')}`,
          setSecretCommands: Object.fromEntries(
            secretIds.map(([name, secretId]) => [
              name,
              `read -rsp 'Secret of ${name}: ' SECRET && aws secretsmanager put-secret-value --region ${settings.region} ` +
                `--secret-id ${secretId} --secret-string "$SECRET"; unset SECRET`,
            ]),
          ),
        });
      },
    },
  ];
}

function consoleOf(region: string, dashboard: string): string {
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard}`;
}

/** What AWS has of the stack: all but components and the provider. */
export function provisioned(graph: Graph): readonly Resource[] {
  return graph.resources.filter(({ custom, type }) => custom && type.startsWith('aws:'));
}

/** Inputs that hold a policy of AWS, whatever the resource. */
function statements(graph: Graph): readonly Statement[] {
  return provisioned(graph)
    .flatMap(({ inputs }) => [inputs.policy, inputs.policyDocument])
    .filter((text) => text !== undefined)
    .flatMap((text) => policy(text).Statement);
}

function urns(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ urn }) => urn).sort();
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
