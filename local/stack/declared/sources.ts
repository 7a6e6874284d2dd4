import { z } from 'zod';
import { localSignedUrl } from '../../../tools/local-aws.ts';
import { describedScheme } from '../../../tools/senders.ts';
import type { Graph } from '../program/graph.ts';
import { functionOf } from './lambda.ts';

const deliveries = z.array(
  z.object({
    name: z.string(),
    scheme: z.string(),
    /** Where the scheme is the stack's own. */
    description: describedScheme.optional(),
    url: z.string(),
    signedUrl: z.string().optional(),
    verifyToken: z.string().optional(),
    secretId: z.string(),
  }),
);

/**
 * Where each source delivers to: an output of the stack. Senders that sign the address sign that of the Function URL on
 * AWS, by which the function is told here as well that it was called, unless the source has another.
 */
export function sourcesOf(graph: Graph): (z.output<typeof deliveries>[number] & { readonly signedUrl: string })[] {
  const { urlId, region } = functionOf(graph);
  return deliveries.parse(graph.outputs.deliveries).map((source) => {
    const { name, signedUrl = localSignedUrl(urlId, region, name) } = source;
    return { ...source, signedUrl };
  });
}
