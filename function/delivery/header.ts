import type { Headers, Names } from '../sources/scheme.ts';

/** The value of the first of these headers that a delivery has. */
export function headerOf(headers: Headers, names: Names): string | undefined {
  const value = headers[names.find((name) => headers[name] !== undefined) ?? names[0]];
  // Whoever invokes the function in another way than through its URL may write anything.
  return typeof value === 'string' ? value : undefined;
}

/** An id of the sender's: printable and short, so that nobody reads it otherwise. */
export function idIn(headers: Headers, names: Names): string | undefined {
  const id = headerOf(headers, names);
  return id !== undefined && /^[\x21-\x7e]{1,256}$/.test(id) ? id : undefined;
}
