import { z } from 'zod';
import type { Graph } from '../program/graph.ts';

const deliveries = z.array(z.object({ name: z.string(), scheme: z.string(), url: z.string(), secretId: z.string() }));

/** Where each source delivers to: an output of the stack. */
export function sourcesOf(graph: Graph): z.output<typeof deliveries> {
  return deliveries.parse(graph.outputs.deliveries);
}
