import { z } from 'zod';
import type { FunctionDeclaration } from '../../aws/lambda/api.ts';
import type { FunctionConfiguration } from '../../aws/lambda/function-configuration.ts';
import type { Graph } from '../program/graph.ts';
import { arn, name, one, withoutUndefined } from './read.ts';

export interface DeclaredFunction extends Omit<FunctionConfiguration, 'codeDirectory'> {
  /** Path of the zip with its code. */
  readonly zip: string;
  /** The subdomain that tells its URL from others on AWS. */
  readonly urlId: string;
}

/** The function behind the URL. */
export function functionOf(graph: Graph): DeclaredFunction {
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
      logFormat: z.literal('JSON', 'the local Lambda logs in JSON alone'),
      logGroup: z.string(),
      applicationLogLevel: z.string().optional(),
      systemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    }),
  });
  const { name: functionName, timeout, memorySize, architectures } = declared;
  const { logFormat: _, ...logging } = declared.loggingConfig;
  return {
    name: functionName,
    arn: declared.arn,
    handler: declared.handler,
    zip: declared.code,
    urlId: one(graph, 'aws:lambda/functionUrl:FunctionUrl', { urlId: z.string() }).urlId,
    timeoutSeconds: timeout,
    memoryMb: memorySize,
    architecture: architectures[0],
    region: regionOf(graph),
    environment: declared.environment?.variables ?? {},
    reservedConcurrency: declared.reservedConcurrentExecutions,
    tracing: declared.tracingConfig?.mode ?? 'PassThrough',
    ...withoutUndefined(logging),
  };
}

/** The same as Lambda's API describes it. */
export function functionsOf(graph: Graph): readonly FunctionDeclaration[] {
  const { name, arn, reservedConcurrency } = functionOf(graph);
  const { functionUrl } = one(graph, 'aws:lambda/functionUrl:FunctionUrl', { functionUrl: z.string() });
  return [{ name, arn, url: functionUrl, reservedConcurrency }];
}

function regionOf(graph: Graph): string {
  return one(graph, 'pulumi:providers:aws', { region: z.string() }).region;
}
