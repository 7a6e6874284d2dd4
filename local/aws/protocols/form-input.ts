import { z } from 'zod';

/** What a form says in the query protocol: structures, lists and maps, with text for every value in them. */
export class FormInput {
  readonly #fields: object;

  constructor(fields: object) {
    this.#fields = fields;
  }

  /** With the values that the operation's input has in place of their text. */
  as(schema: z.ZodType): unknown {
    return typed(this.#fields, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  }
}

type Shape = z.core.JSONSchema.BaseSchema | boolean | undefined;

function typed(value: unknown, shape: Shape): unknown {
  if (typeof shape !== 'object') return value;
  if (typeof value === 'string') return fromText(value, shape);
  if (Array.isArray(value)) return value.map((item) => typed(item, itemOf(shape)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, typed(member, memberOf(shape, name))]),
  );
}

/** What is no such value stays text, so that the operation refuses it. */
function fromText(text: string, { type }: Exclude<Shape, boolean | undefined>): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'number' || type === 'integer') return numberOf(text) ?? text;
  // A list that is empty is a name without a value.
  if (type === 'array' && text === '') return [];
  return text;
}

/** Times are ISO 8601 in this protocol, and seconds since the epoch everywhere else. */
function numberOf(text: string): number | undefined {
  if (text.trim() === '') return undefined;
  const value = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) / 1000 : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

function itemOf({ items }: Exclude<Shape, boolean | undefined>): Shape {
  return Array.isArray(items) ? items[0] : items;
}

function memberOf({ properties, additionalProperties }: Exclude<Shape, boolean | undefined>, name: string): Shape {
  return properties?.[name] ?? additionalProperties;
}
