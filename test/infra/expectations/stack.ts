import assert from 'node:assert/strict';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import type { Graph } from '../../../local/index.ts';
import { monitoredBy } from '../monitoring/monitored.ts';
import { account, awsEndpoint, functionUrl, type Given } from '../programs.ts';
import { alarmName } from './alarms.ts';
import { type Expectation, one, physical } from './expectation.ts';
import { provisioned } from './provisioned.ts';

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
    ...Object.entries(settings.secrets).map(([name, value]) => ({
      says: `the secret of ${name} stands in plain text nowhere`,
      check: (graph: Graph) => assert.deepEqual(plain(graph, value), []),
    })),
    {
      says: 'the outputs say where to deliver, where everything is, how to set each secret, how to try again what was parked, and whom alarms tell and how to mute them',
      check: (graph) => {
        const secretIds = settings.sources.map(({ name }) => [name, physical(given, name)] as const);
        assert.deepEqual(graph.outputs, {
          functionUrl,
          functionName: namesake,
          busName: namesake,
          logGroup: `/aws/lambda/${namesake}`,
          dashboardUrls: {
            operations: consoleOf(settings.region, physical(given, settings.region, 'operations')),
            coldStart: consoleOf(settings.region, physical(given, settings.region, 'cold-start')),
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
          topicArns: {
            page: `arn:aws:sns:${settings.region}:${account}:${physical(given, 'page')}`,
            ticket: `arn:aws:sns:${settings.region}:${account}:${physical(given, 'ticket')}`,
          },
          muteCommand:
            `aws cloudwatch put-alarm-mute-rule --region ${settings.region} --name ${physical(given, 'muted')} ` +
            '--rule "Schedule={Expression=at($(date -u +%Y-%m-%dT%H:%M)),Duration=PT1H}" ' +
            `--mute-targets AlarmNames=${telling(given).join(',')}`,
          unmuteCommand:
            `aws cloudwatch delete-alarm-mute-rule --region ${settings.region} ` +
            `--alarm-mute-rule-name ${physical(given, 'muted')}`,
          setSecretCommands: Object.fromEntries(
            secretIds.map(([name, secretId]) => [
              name,
              `printf 'Secret of ${name}: ' && read -rs SECRET && printf %s "$SECRET" | ` +
                `aws secretsmanager put-secret-value --region ${settings.region} --secret-id ${secretId} ` +
                '--secret-string file:///dev/stdin; unset SECRET',
            ]),
          ),
        });
      },
    },
  ];
}

/** The alarms that tell somebody. */
function telling(given: Given): readonly string[] {
  const { composite } = listed(alarmsOf(monitoredBy(given)));
  return composite.filter(({ severity }) => severity !== undefined).map((alarm) => alarmName(given, alarm));
}

function consoleOf(region: string, dashboard: string): string {
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard}`;
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
