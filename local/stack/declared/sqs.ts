import { z } from 'zod';
import type { QueueDeclaration } from '../../aws/sqs/declaration.ts';
import type { Graph } from '../program/graph.ts';
import { arn, name, read, withoutUndefined } from './read.ts';

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
