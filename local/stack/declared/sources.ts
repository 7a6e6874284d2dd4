import { z } from 'zod';
import { describedScheme } from '../../../tools/senders.ts';
import type { Graph } from '../program/graph.ts';

const deliveries = z.array(
  z.object({
    name: z.string(),
    scheme: z.string(),
    /** Where the scheme is the stack's own. */
    description: describedScheme.optional(),
    url: z.string(),
    secretId: z.string(),
  }),
);

/** Where each source delivers to: an output of the stack. */
export function sourcesOf(graph: Graph): z.output<typeof deliveries> {
  return deliveries.parse(graph.outputs.deliveries);
}
