import type { Properties, Resource } from '../../../../local/stack/program/graph.ts';

/** A resource as the program registers it, without parents and dependencies. */
export function resource(type: string, name: string, inputs: Properties, outputs: Properties = {}): Resource {
  return {
    urn: `urn:pulumi:dev::webhook-bridge::${type}::${name}`,
    type,
    name,
    custom: true,
    parent: '',
    id: name,
    inputs,
    outputs,
    secretPaths: [],
    protect: false,
    dependencies: [],
    provider: '',
  };
}
