import { join } from 'node:path';
import type { Settings } from '../../infra/settings/schema.ts';
import { readSettings } from '../../infra/settings/settings.ts';
import { type AwsLocation, awsProvider, type Graph, runProgram } from '../../local/index.ts';
import { type Configuration, readStack } from '../../tools/stack-file.ts';

export const root = join(import.meta.dirname, '../..');
export const account = '123456789012';
export const functionUrl = 'https://a1b2c3.lambda-url.test/';
export const awsEndpoint = 'http://127.0.0.1:4566';

/** Values that must never be met outside a secret. */
export const canaries = ['canary-of-momento-0f3c', 'canary-of-partner-77aa'] as const;

/** What a stack was configured with: all that an expectation may compare the graph to. */
export interface Given {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
}

export function given({ project, stack, values }: Configuration): Given {
  return { project, stack, settings: readSettings(project, stack, values) };
}

export const dev = readStack(root, 'dev');
export const prod = readStack(root, 'prod');

/** Every setting away from its default, every kind of target and input, a source with and one without a value. */
export const blue = everythingOn('blue');
export const green = everythingOn('green');
/** As long as Pulumi lets a stack's name be, with names in its settings as long as those may be. */
export const long = everythingOn('s'.repeat(100), { rule: 'r'.repeat(24), source: 'q'.repeat(24) });
/** As much as the settings allow: 15 sources, and 100 rules with a queue and a log each. */
export const large = setting(
  { ...dev, stack: 'large' },
  {
    sources: Array.from({ length: 15 }, (_, index) => ({
      name: `source-${index}`,
      scheme: 'momento',
      expectedEveryMinutes: 60,
    })),
    rules: Array.from({ length: 100 }, (_, index) => ({
      name: `rule-${index}`,
      pattern: { source: [`webhook.source-${index % 15}`] },
      targets: [{ type: 'queue' }, { type: 'log' }],
    })),
  },
);

const runs = new Map<string, Promise<Graph>>();

/** The graph of the real program; run once a configuration, however many tests look at it. */
export function graphOf(configuration: Configuration): Promise<Graph> {
  const key = JSON.stringify(configuration);
  const known = runs.get(key) ?? run(root, configuration);
  runs.set(key, known);
  return known;
}

export function run(folder: string, configuration: Configuration): Promise<Graph> {
  return runProgram(folder, configuration, awsProvider(placeOf(configuration)), [withoutStacks]);
}

/**
 * Pulumi takes the whole stack at each resource, with source maps applied, to tell its engine where in the program it is.
 * The graph holds nothing of it, and it is half of a program's time.
 */
export const withoutStacks =
  '--import=data:text/javascript,Object.defineProperty(Error,"stackTraceLimit",{get:()=>0,set(){}})';

export function placeOf({ project, values }: Configuration): AwsLocation {
  return { region: values[`${project}:region`] ?? '', account, awsEndpoint, functionUrl };
}

/** A configuration with some settings set as `Pulumi.<stack>.yaml` would. */
export function setting(base: Configuration, settings: Readonly<Record<string, unknown>>): Configuration {
  const set = Object.entries(settings).map(([key, value]) => [
    `${base.project}:${key}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { ...base, values: { ...base.values, ...Object.fromEntries(set) } };
}

function everythingOn(stack: string, names: { rule: string; source: string } = { rule: 'orders', source: 'late' }) {
  return setting(
    // As where they were set by `pulumi config set --secret`.
    { ...dev, stack, secretKeys: [`${dev.project}:secrets`] },
    {
      region: 'eu-central-1',
      memory: 512,
      architecture: 'x86_64',
      reservedConcurrency: 25,
      logRetentionDays: 14,
      sources: [
        { name: 'momento', scheme: 'momento' },
        { name: 'partner', scheme: 'acme', expectedEveryMinutes: 30 },
        { name: names.source, scheme: 'momento' },
      ],
      schemes: {
        acme: {
          signature: { header: 'x-acme-signature', between: ',', label: 'v1' },
          signed: ['timestamp', { text: '.' }, 'body'],
          timestamp: { field: 't' },
        },
      },
      secrets: { momento: canaries[0], partner: canaries[1] },
      freshnessSeconds: 120,
      maxDeliveryBytes: 100_000,
      secretCacheSeconds: 45,
      archiveRetentionDays: 30,
      objectives: { availability: 99.5, latencyMs: 800, coldStartMs: 1_500 },
      thresholds: {
        burnRates: { pageFast: 10, pageSlow: 5, ticket: 2 },
        concurrencyPercent: 70,
        parkedPercent: 4,
        retriedPercent: 15,
        parkedMinutes: 10,
        missedRotationPercent: 99,
        wrongSignaturePercent: 30,
        stalePercent: 6,
        refusedOfSource: 8,
        secretDays: 60,
      },
      notifications: {
        page: [
          { protocol: 'email', endpoint: 'on-call@example.com' },
          { protocol: 'https', endpoint: 'https://events.example.com/integration/0123' },
          { protocol: 'sms', endpoint: '+4915112345678' },
        ],
        ticket: [
          { protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-central-1:123456789012:tickets' },
          { protocol: 'https', endpoint: 'http://127.0.0.1:8080/tickets' },
        ],
        slack: { workspaceId: 'T0123456789', pageChannelId: 'C0123456789', ticketChannelId: 'C9876543210' },
        recoveries: true,
      },
      runbookUrl: 'https://wiki.example.com/webhook-bridge/runbook',
      protect: true,
      rules: [
        {
          name: names.rule,
          description: 'Orders, reshaped for their consumer',
          pattern: { source: ['webhook.partner'], detail: { data: { total: [{ numeric: ['>', 0] }] } } },
          targets: [
            { type: 'queue', inputTransformer: { paths: { id: '$.detail.metadata.id' }, template: '{"id": <id>}' } },
            { type: 'log' },
          ],
        },
        {
          name: 'constant',
          pattern: { 'detail-type': ['ping'] },
          targets: [{ type: 'queue', inputTransformer: { template: '"ping"' } }],
        },
        {
          name: 'payloads',
          pattern: { source: [{ prefix: 'webhook.' }] },
          targets: [{ type: 'queue', inputPath: '$.detail.data' }],
        },
        { name: 'audit', pattern: { source: [{ prefix: 'webhook.' }] }, targets: [{ type: 'log' }] },
      ],
      tags: { environment: stack.slice(0, 5), owner: 'payments' },
    },
  );
}
