import { z } from 'zod';
import type { SecretDeclaration } from '../../aws/secretsmanager/secretsmanager.ts';
import type { Graph } from '../program/graph.ts';
import { arn, description, name, read } from './read.ts';

export function secretsOf(graph: Graph, newValue: (name: string) => string): readonly SecretDeclaration[] {
  const versions = read(graph, 'aws:secretsmanager/secretVersion:SecretVersion', {
    secretId: z.string(),
    secretString: z.string(),
  });
  return read(graph, 'aws:secretsmanager/secret:Secret', { name, arn, description }).map(
    ({ name, arn, description }) => ({
      name,
      arn,
      ...(description === undefined ? {} : { description }),
      value: versions.find(({ secretId }) => secretId === arn)?.secretString ?? newValue(name),
    }),
  );
}
