import { z } from 'zod';

/** Zod's own words say one bound; the person who set the value wants both. */
export function whole(from: number, to: number) {
  const wanted = `a whole number from ${from} to ${to}`;
  return z.int(wanted).min(from, wanted).max(to, wanted);
}

export function number(from: number, to: number) {
  const wanted = `a number from ${from} to ${to}`;
  return z.number(wanted).min(from, wanted).max(to, wanted);
}

export function percentage(from: number, to: number) {
  const wanted = `a percentage from ${from} to ${to}`;
  return z.number(wanted).min(from, wanted).max(to, wanted);
}

export function oneOf<const T extends readonly (string | number)[]>(values: T) {
  return z.literal(values, `one of ${values.join(', ')}`);
}

/** Part of the names of resources. */
export const name = z
  .string('text')
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'a lower-case letter, then at most 23 lower-case letters, digits or hyphens');

export function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
