import assert from 'node:assert/strict';
import { type Graph, ofType, type Properties, type Resource } from '../../../local/index.ts';
import type { Given } from '../programs.ts';

/** One thing that must hold of every stack's resource graph. */
export interface Expectation {
  readonly says: string;
  /** @throws when it does not hold */
  readonly check: (graph: Graph) => void;
}

/** The name in AWS of the stack's resource for a role, or of the stack's namesake. */
export function physical({ project, stack }: Given, ...role: readonly string[]): string {
  return [project, stack, ...role].join('_');
}

/** The one resource of a type with these inputs. */
export function one(graph: Graph, type: string, inputs: Properties = {}): Resource {
  const found = ofType(graph, type).filter((resource) =>
    Object.entries(inputs).every(([key, value]) => resource.inputs[key] === value),
  );
  const [resource] = found;
  assert.ok(resource && found.length === 1, `${found.length} of ${type} with ${JSON.stringify(inputs)}, wanted one`);
  return resource;
}

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

export function policy(text: unknown): { readonly Version: string; readonly Statement: readonly Statement[] } {
  return JSON.parse(String(text));
}

/** What a resource is and does, less the words for people. */
export function undescribed({ inputs: { description: _, ...inputs } }: Resource): Properties {
  return inputs;
}

/** In one order: a program registers its resources in whatever order their inputs come to be known. */
export function byName(all: readonly Properties[]): readonly Properties[] {
  const key = ({ name, alarmName, queueUrl, arn, resourceArn }: Properties) =>
    String(name ?? alarmName ?? queueUrl ?? arn ?? resourceArn);
  return all.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
