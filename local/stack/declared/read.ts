import { z } from 'zod';
import { type Graph, ofType, type Resource } from '../program/graph.ts';

/*
 * What the program declared, as each local service wants it. The schemas name the inputs that the local run carries out;
 * a resource without one of them fails here, by its URN, and not somewhere in a service.
 */

export function read<S extends z.ZodRawShape>(
  graph: Graph,
  type: string,
  shape: S,
): readonly z.output<z.ZodObject<S>>[] {
  return ofType(graph, type).map((resource) => properties(resource, z.object(shape)));
}

export function one<S extends z.ZodRawShape>(graph: Graph, type: string, shape: S): z.output<z.ZodObject<S>> {
  const [resource, ...more] = read(graph, type, shape);
  if (resource && more.length === 0) return resource;
  throw new Error(`the local run takes a program with one ${type}; this one has ${resource ? more.length + 1 : 0}`);
}

export const name = z.string();
export const arn = z.string();
export const description = z.string().optional();

function properties<S extends z.ZodType>({ urn, inputs, outputs }: Resource, schema: S): z.output<S> {
  const checked = schema.safeParse({ ...outputs, ...inputs });
  if (checked.success) return checked.data;
  throw new Error(`${urn} cannot run locally: ${z.prettifyError(checked.error)}`);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Pulumi leaves out what is not set; a property that is there and undefined would be something else to the services. */
export function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
