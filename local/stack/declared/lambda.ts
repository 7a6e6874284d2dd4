import { z } from 'zod';
import type { FunctionConfiguration } from '../../aws/lambda/function-configuration.ts';
import type { Graph } from '../program/graph.ts';
import { arn, name, one, withoutUndefined } from './read.ts';

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
