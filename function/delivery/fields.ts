import type { BodyField, From, Headers, Names } from '../sources/scheme.ts';

/** The value of the first of these headers that a delivery has. */
export function headerOf(headers: Headers, names: Names): string | undefined {
  const value = headers[names.find((name) => headers[name] !== undefined) ?? names[0]];
  // Whoever invokes the function in another way than through its URL may write anything.
  return typeof value === 'string' ? value : undefined;
}

/** Texts alone: a number would be written anew, and not as the sender wrote it. */
export function textOf(from: From, payload: unknown, headers: Headers): string | undefined {
  const value = 'body' in from ? valueAt(payload, from) : headerOf(headers, from.header);
  return typeof value === 'string' ? value : undefined;
}

export function valueAt(payload: unknown, { body }: BodyField): unknown {
  return body.reduce((at, name) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    return Reflect.get(at, name);
  }, payload);
}
