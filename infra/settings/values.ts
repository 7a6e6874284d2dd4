import { z } from 'zod';

/** Zod's own words say one bound; the person who set the value wants both. */
export function whole(from: number, to: number) {
  const wanted = `a whole number from ${from} to ${to}`;
  return z.preprocess(numberInText, z.int(wanted).min(from, wanted).max(to, wanted));
}

export function number(from: number, to: number) {
  return bounded(from, to, `a number from ${from} to ${to}`);
}

export function percentage(from: number, to: number) {
  return bounded(from, to, `a percentage from ${from} to ${to}`);
}

function bounded(from: number, to: number, wanted: string) {
  return z.preprocess(numberInText, z.number(wanted).min(from, wanted).max(to, wanted));
}

export function flag() {
  return z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean('true or false'),
  );
}

export function oneOf<const T extends readonly (string | number)[]>(values: T) {
  const allowed = z.literal(values, `one of ${values.join(', ')}`);
  return values.every((value) => typeof value === 'number') ? z.preprocess(numberInText, allowed) : allowed;
}

/** `pulumi config set --path` writes whatever is no integer as text, `99.95` too. */
function numberInText(value: unknown): unknown {
  return typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(value) ? Number(value) : value;
}

/** Part of the names of resources. */
export const name = z
  .string('text')
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'a lower-case letter, then at most 23 lower-case letters, digits or hyphens');

export function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
