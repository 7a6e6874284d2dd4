import { z } from 'zod';
import type { AlarmDeclaration } from './cloudwatch/alarms/alarm.ts';
import { alarmDeclaration, alarmInputs } from './cloudwatch/alarms/declared.ts';
import type { Dashboard } from './cloudwatch/dashboards.ts';
import type { Bus, Rule, Target } from './events/bus.ts';
import type { FunctionConfiguration } from './lambda/function-configuration.ts';
import type { QueryDefinition } from './logs/insights/definitions.ts';
import type { LogGroupDeclaration } from './logs/log-group.ts';
import { type Graph, ofType, type Resource } from './pulumi/graph.ts';
import type { QueueDeclaration } from './queues/declaration.ts';
import type { SecretDeclaration } from './secrets/secrets-manager.ts';
import type { GroupDeclaration } from './xray/groups.ts';

/*
 * What the program declared, as each local service wants it. The schemas name the inputs that the local run carries out;
 * a resource without one of them fails here, by its URN, and not somewhere in a service.
 */

export function secretsOf(graph: Graph, randomValue: () => string): readonly SecretDeclaration[] {
  const versions = read(graph, 'aws:secretsmanager/secretVersion:SecretVersion', {
    secretId: z.string(),
    secretString: z.string(),
  });
  return read(graph, 'aws:secretsmanager/secret:Secret', { name, arn, description }).map(
    ({ name, arn, description }) => ({
      name,
      arn,
      ...(description === undefined ? {} : { description }),
      value: versions.find(({ secretId }) => secretId === arn)?.secretString ?? randomValue(),
    }),
  );
}

export function queuesOf(graph: Graph): readonly QueueDeclaration[] {
  const policies = read(graph, 'aws:sqs/queuePolicy:QueuePolicy', { queueUrl: z.string(), policy: z.string() });
  return read(graph, 'aws:sqs/queue:Queue', {
    name,
    arn,
    url: z.string(),
    messageRetentionSeconds: z.number().optional(),
    visibilityTimeoutSeconds: z.number().optional(),
    maxMessageSize: z.number().optional(),
    sqsManagedSseEnabled: z.boolean().optional(),
    redrivePolicy: redrivePolicy.optional(),
  }).map(({ maxMessageSize, ...queue }) => {
    const policy = policies.find(({ queueUrl }) => queueUrl === queue.url)?.policy;
    return withoutUndefined({ ...queue, maximumMessageBytes: maxMessageSize, policy });
  });
}

/** Pulumi gives it as JSON text. */
const redrivePolicy = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }));

export function logGroupsOf(graph: Graph): readonly LogGroupDeclaration[] {
  return read(graph, 'aws:cloudwatch/logGroup:LogGroup', { name, arn, retentionInDays: z.number().optional() }).map(
    ({ name, arn, retentionInDays }) => withoutUndefined({ name, arn, retentionDays: retentionInDays }),
  );
}

export function queryDefinitionsOf(graph: Graph): readonly QueryDefinition[] {
  return read(graph, 'aws:cloudwatch/queryDefinition:QueryDefinition', {
    queryDefinitionId: z.string(),
    name,
    queryString: z.string(),
    logGroupNames: z.array(z.string()).default([]),
  }).map(({ queryDefinitionId: id, ...definition }) => ({ id, ...definition }));
}

export function busesOf(graph: Graph): readonly Bus[] {
  return read(graph, 'aws:cloudwatch/eventBus:EventBus', { name, arn });
}

export function rulesOf(graph: Graph): readonly Rule[] {
  const targets = read(graph, 'aws:cloudwatch/eventTarget:EventTarget', {
    rule: z.string(),
    eventBusName: z.string(),
    targetId: z.string(),
    arn,
    input: z.string().optional(),
    inputPath: z.string().optional(),
    inputTransformer: z
      .object({ inputTemplate: z.string(), inputPaths: z.record(z.string(), z.string()).optional() })
      .optional(),
    retryPolicy: z
      .object({ maximumRetryAttempts: z.number(), maximumEventAgeInSeconds: z.number() })
      .default({ maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 }),
    deadLetterConfig: z.object({ arn: z.string() }).optional(),
  });
  return read(graph, 'aws:cloudwatch/eventRule:EventRule', {
    name,
    arn,
    description,
    eventBusName: z.string(),
    eventPattern: z.string(),
    state: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  }).map(({ eventBusName: busName, eventPattern: pattern, state, ...rule }) => ({
    ...withoutUndefined(rule),
    busName,
    pattern,
    enabled: state === 'ENABLED',
    targets: targets
      .filter((target) => target.rule === rule.name && target.eventBusName === busName)
      .map(({ targetId, arn, input, inputPath, inputTransformer, retryPolicy, deadLetterConfig }): Target => {
        const { inputTemplate, inputPaths: inputPathsMap } = inputTransformer ?? {};
        return withoutUndefined({
          id: targetId,
          arn,
          input,
          inputPath,
          inputTransformer:
            inputTemplate === undefined ? undefined : withoutUndefined({ inputTemplate, inputPathsMap }),
          retryPolicy,
          deadLetterArn: deadLetterConfig?.arn,
        });
      }),
  }));
}

export function xrayGroupsOf(graph: Graph): readonly GroupDeclaration[] {
  return read(graph, 'aws:xray/group:Group', {
    groupName: name,
    arn,
    filterExpression: z.string(),
    insightsConfiguration: z.object({ insightsEnabled: z.boolean() }).optional(),
  }).map(({ groupName, arn, filterExpression, insightsConfiguration }) => ({
    name: groupName,
    arn,
    filterExpression,
    insightsEnabled: insightsConfiguration?.insightsEnabled ?? false,
  }));
}

export function dashboardsOf(graph: Graph): readonly Dashboard[] {
  const declared = { dashboardName: z.string(), dashboardArn: z.string(), dashboardBody: z.string() };
  return read(graph, 'aws:cloudwatch/dashboard:Dashboard', declared).map(
    ({ dashboardName: name, dashboardArn: arn, dashboardBody: body }) => ({ name, arn, body }),
  );
}

export function alarmsOf(graph: Graph): readonly AlarmDeclaration[] {
  return read(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm', alarmInputs).map(alarmDeclaration);
}

/** The function behind the URL, with the path of its zip. */
export function functionOf(graph: Graph): { readonly zip: string } & Omit<FunctionConfiguration, 'codeDirectory'> {
  const declared = one(graph, 'aws:lambda/function:Function', {
    name,
    arn,
    handler: z.string(),
    code: z.string(),
    timeout: z.number().default(3),
    memorySize: z.number().default(128),
    architectures: z.tuple([z.string()]).default(['x86_64']),
    reservedConcurrentExecutions: z.number().default(-1),
    environment: z.object({ variables: z.record(z.string(), z.string()) }).optional(),
    tracingConfig: z.object({ mode: z.enum(['Active', 'PassThrough']) }).optional(),
    loggingConfig: z.object({
      logFormat: z.enum(['JSON', 'Text']),
      logGroup: z.string(),
      applicationLogLevel: z.string().optional(),
      systemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    }),
  });
  const { name: functionName, timeout, memorySize, architectures, loggingConfig } = declared;
  return {
    name: functionName,
    arn: declared.arn,
    handler: declared.handler,
    zip: declared.code,
    timeoutSeconds: timeout,
    memoryMb: memorySize,
    architecture: architectures[0],
    region: regionOf(graph),
    environment: declared.environment?.variables ?? {},
    reservedConcurrency: declared.reservedConcurrentExecutions,
    tracing: declared.tracingConfig?.mode ?? 'PassThrough',
    ...withoutUndefined(loggingConfig),
  };
}

/** The subdomain that tells one Function URL from another on AWS. */
export function urlIdOf(graph: Graph): string {
  return one(graph, 'aws:lambda/functionUrl:FunctionUrl', { urlId: z.string() }).urlId;
}

function regionOf(graph: Graph): string {
  return one(graph, 'pulumi:providers:aws', { region: z.string() }).region;
}

const deliveries = z.array(z.object({ name: z.string(), scheme: z.string(), url: z.string(), secretId: z.string() }));

/** Where each source delivers to: an output of the stack. */
export function sourcesOf(graph: Graph): z.output<typeof deliveries> {
  return deliveries.parse(graph.outputs.deliveries);
}

const name = z.string();
const arn = z.string();
const description = z.string().optional();

function read<S extends z.ZodRawShape>(graph: Graph, type: string, shape: S): readonly z.output<z.ZodObject<S>>[] {
  return ofType(graph, type).map((resource) => properties(resource, z.object(shape)));
}

function one<S extends z.ZodRawShape>(graph: Graph, type: string, shape: S): z.output<z.ZodObject<S>> {
  const [resource, ...more] = read(graph, type, shape);
  if (resource && more.length === 0) return resource;
  throw new Error(`the local run takes a program with one ${type}; this one has ${resource ? more.length + 1 : 0}`);
}

function properties<S extends z.ZodType>({ urn, inputs, outputs }: Resource, schema: S): z.output<S> {
  const checked = schema.safeParse({ ...outputs, ...inputs });
  if (checked.success) return checked.data;
  throw new Error(`${urn} cannot run locally: ${z.prettifyError(checked.error)}`);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Pulumi leaves out what is not set; a property that is there and undefined would be something else to the services. */
function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
