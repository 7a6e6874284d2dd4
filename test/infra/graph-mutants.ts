import type { Graph, Properties, Resource } from '../../local/index.ts';
import { provisioned } from './expectations/provisioned.ts';

/** A stack's graph with one thing of it wrong. */
export interface GraphMutant {
  readonly says: string;
  readonly graph: Graph;
}

/** Each property and element of each input taken out, also inside the JSON of policies and patterns. */
export function withoutInputs(graph: Graph): readonly GraphMutant[] {
  return changed(graph, (resource) =>
    cuts(resource.inputs).map(({ path, value }) => [`without ${path}`, { inputs: value as Properties }]),
  );
}

/** Each action, resource and principal of each policy opened to everything. */
export function withWildcards(graph: Graph): readonly GraphMutant[] {
  return changed(graph, ({ inputs }) =>
    ['policy', 'policyDocument', 'assumeRolePolicy'].flatMap((key) => {
      if (inputs[key] === undefined) return [];
      const document = JSON.parse(String(inputs[key]));
      return document.Statement.flatMap((statement: Properties, index: number) =>
        ['Action', 'Resource', 'Principal']
          .filter((field) => statement[field] !== undefined && statement[field] !== '*')
          .map((field) => {
            const Statement = document.Statement.with(index, { ...statement, [field]: '*' });
            return [
              `any ${field} in ${key}.${index}`,
              { inputs: { ...inputs, [key]: JSON.stringify({ ...document, Statement }) } },
            ];
          }),
      );
    }),
  );
}

/** One more resource, which the stack has no business with. */
export function withAnother(graph: Graph, type: string, inputs: Properties): Graph {
  const [like] = provisioned(graph);
  if (!like) return graph;
  const name = 'another';
  return { ...graph, resources: [...graph.resources, { ...like, type, name, urn: `${like.urn}-${name}`, inputs }] };
}

/** Each resource's options wrong, one at a time. */
export function withoutOptions(graph: Graph): readonly GraphMutant[] {
  const root = graph.resources.find(({ parent }) => parent === '')?.urn ?? '';
  return changed(graph, (resource) => [
    ['protect the other way', { protect: !resource.protect }],
    ['outside of a component', { parent: root }],
    ['on the default provider', { provider: '' }],
    ...(resource.secretPaths.length > 0 ? [['with its secrets in plain text', { secretPaths: [] }] as const] : []),
  ]);
}

/** Each output of the stack taken out, what is inside of them included. */
export function withoutOutputs(graph: Graph): readonly GraphMutant[] {
  return cuts(graph.outputs).map(({ path, value }) => ({
    says: `stack outputs without ${path}`,
    graph: { ...graph, outputs: value as Properties },
  }));
}

/** The graph as it would be without one resource, whichever of its kind: one queue of seven, one secret of three. */
export function withoutResources(graph: Graph): readonly GraphMutant[] {
  return provisioned(graph).map((gone) => ({
    says: `without ${label(gone)}`,
    graph: { ...graph, resources: graph.resources.filter((resource) => resource !== gone) },
  }));
}

type Change = readonly [string, Partial<Resource>];

function changed(graph: Graph, changes: (resource: Resource) => readonly Change[]): readonly GraphMutant[] {
  return provisioned(graph).flatMap((resource) =>
    changes(resource).map(([says, change]) => ({
      says: `${label(resource)} ${says}`,
      graph: {
        ...graph,
        resources: graph.resources.with(graph.resources.indexOf(resource), { ...resource, ...change }),
      },
    })),
  );
}

function label({ type, name }: Resource): string {
  return `${type.split(':').at(-1)} ${name}`;
}

/** The value with one property or element missing, for each there is at any depth. */
function cuts(value: unknown): readonly { readonly path: string; readonly value: unknown }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => [
      { path: String(index), value: value.toSpliced(index, 1) },
      ...deeper(String(index), item, (cut) => value.with(index, cut)),
    ]);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => {
      const { [key]: _, ...rest } = value as Properties;
      return [{ path: key, value: rest }, ...deeper(key, item, (cut) => ({ ...value, [key]: cut }))];
    });
  }
  const nested = json(value);
  return nested === undefined ? [] : cuts(nested).map((cut) => ({ ...cut, value: JSON.stringify(cut.value) }));
}

function deeper(key: string, item: unknown, put: (cut: unknown) => unknown) {
  return cuts(item).map(({ path, value }) => ({ path: `${key}.${path}`, value: put(value) }));
}

function json(text: unknown): unknown {
  if (typeof text !== 'string' || !/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
