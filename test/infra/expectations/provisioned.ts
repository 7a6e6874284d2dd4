import type { Graph, Resource } from '../../../local/index.ts';

/** What AWS has of the stack: all but components and the provider. */
export function provisioned(graph: Graph): readonly Resource[] {
  return graph.resources.filter(({ custom, type }) => custom && type.startsWith('aws:'));
}
