import { z } from 'zod';
import type { ArchiveDeclaration } from '../../aws/eventbridge/archive/archive.ts';
import type { EventBus, EventRule, EventTarget } from '../../aws/eventbridge/bus.ts';
import type { Graph } from '../program/graph.ts';
import { arn, description, name, read, withoutUndefined } from './read.ts';

export function busesOf(graph: Graph): readonly EventBus[] {
  return read(graph, 'aws:cloudwatch/eventBus:EventBus', { name, arn });
}

export function archivesOf(graph: Graph): readonly ArchiveDeclaration[] {
  return read(graph, 'aws:cloudwatch/eventArchive:EventArchive', {
    name,
    arn,
    description,
    eventSourceArn: z.string(),
    retentionDays: z.number().default(0),
    eventPattern: z.string().optional(),
  }).map(({ eventPattern, ...archive }) => withoutUndefined({ ...archive, pattern: eventPattern }));
}

export function rulesOf(graph: Graph): readonly EventRule[] {
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
    retryPolicy: z.object({ maximumRetryAttempts: z.number(), maximumEventAgeInSeconds: z.number() }).optional(),
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
      .map(({ targetId, arn, input, inputPath, inputTransformer, retryPolicy, deadLetterConfig }): EventTarget => {
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
