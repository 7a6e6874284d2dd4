import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Graph, Resource } from '../../local/index.ts';
import { provisioned } from './expectations/provisioned.ts';
import { root } from './programs.ts';

/** Resources as a reviewer reads them, by type and name; and the outputs of the stack, under `outputs`. */
export type Snapshot = Readonly<Record<string, unknown>>;

/**
 * Left out, as an expectation compares them to their definition, which test/dashboards tests: here each threshold and
 * each graph would only be shown a second time.
 */
const definedElsewhere = ['MetricAlarm', 'CompositeAlarm', 'Dashboard', 'QueryDefinition'];

export function snapshotOf(graph: Graph): Snapshot {
  const resources = provisioned(graph)
    .filter(({ type }) => !definedElsewhere.some((each) => type.endsWith(`:${each}`)))
    .map((resource) => [labelOf(resource.urn), entryOf(resource)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...Object.fromEntries(resources), outputs: plain(graph.outputs) };
}

/** The snapshot of a stack as it was reviewed. */
export function reviewed(stack: string): Snapshot {
  return parse(readFileSync(fileOf(stack), 'utf8'));
}

export function writeSnapshot(stack: string, graph: Graph): void {
  writeFileSync(fileOf(stack), stringify(snapshotOf(graph), { lineWidth: 0, aliasDuplicateObjects: false }));
}

function fileOf(stack: string): string {
  return join(root, 'test/infra/snapshots', `${stack}.yaml`);
}

/** Of each resource once: mutants of a graph share nearly all of theirs. */
const entries = new WeakMap<Resource, Snapshot>();

function entryOf(resource: Resource): Snapshot {
  const known = entries.get(resource) ?? entry(resource);
  entries.set(resource, known);
  return known;
}

function entry({ parent, protect, secretPaths, dependencies, inputs }: Resource): Snapshot {
  return {
    parent: labelOf(parent),
    ...(protect ? { protect } : {}),
    ...(dependencies.length > 0 ? { after: [...new Set(dependencies.map(labelOf))].sort() } : {}),
    ...(secretPaths.length > 0 ? { secret: secretPaths } : {}),
    inputs: plain(inputs),
  };
}

/** `Queue parking` of `urn:pulumi:dev::webhook-bridge::webhook-bridge:index:Parking$aws:sqs/queue:Queue::parking`. */
function labelOf(urn: string): string {
  const [, , types = '', name = ''] = urn.split('::');
  return `${types.split(/[:$]/).at(-1)} ${name}`;
}

/** Without what differs from one checkout or run to the next: keys in order, JSON parsed, paths from the root. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, inner]) => [key, plain(inner)]));
  }
  if (typeof value !== 'string') return value;
  return parsed(value) ?? value.replace(/^.*(?=\/dist\/function[\w+-]*\.zip$)/, '.');
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return plain(JSON.parse(text));
  } catch {
    // A template or a filter only begins as JSON does.
    return undefined;
  }
}
