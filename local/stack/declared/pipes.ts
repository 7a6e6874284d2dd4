import { z } from 'zod';
import type { PipeDeclaration } from '../../aws/pipes/declaration.ts';
import type { Graph } from '../program/graph.ts';
import { arn, description, name, read, withoutUndefined } from './read.ts';

/** Strict where a parameter left out would change what the pipe does. */
export function pipesOf(graph: Graph): readonly PipeDeclaration[] {
  return read(graph, 'aws:pipes/pipe:Pipe', {
    name,
    arn,
    description,
    roleArn: z.string(),
    source: z.string().regex(/^arn:aws:sqs:/, 'the local pipe reads SQS queues'),
    sourceParameters: z.strictObject({
      sqsQueueParameters: z.strictObject({
        batchSize: z.literal(1, 'the local pipe moves one message at a time'),
        maximumBatchingWindowInSeconds: z.literal(0).optional(),
      }),
    }),
    enrichment: z.undefined('the local pipe has no enrichment').optional(),
    target: z.string().regex(/:event-bus\//, 'the local pipe puts events on an event bus'),
    targetParameters: z.strictObject({
      inputTemplate: z
        .string()
        .regex(/^(?!.*<aws\.pipes\.)/s, 'the local pipe has no reserved variables, such as <aws.pipes.event>'),
      eventbridgeEventBusParameters: z.strictObject({
        source: z.string(),
        detailType: z.string(),
        time: z.string().startsWith('$').optional(),
      }),
    }),
    desiredState: z.enum(['RUNNING', 'STOPPED']).default('RUNNING'),
  }).map(({ name, arn, description, roleArn, source, target, targetParameters, desiredState }) => ({
    ...withoutUndefined({ name, arn, description, roleArn, source, target, desiredState }),
    inputTemplate: targetParameters.inputTemplate,
    eventBus: withoutUndefined(targetParameters.eventbridgeEventBusParameters),
  }));
}
