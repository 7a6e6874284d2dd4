import type { Labelled, Method } from '../../sources/scheme.ts';

/** A part of a signature header, and how it is said to be made. */
export interface Made {
  readonly method: Method;
  readonly text: string;
}

/** All that a scheme knows. */
export function methodsOf(made: Method | Labelled): readonly Method[] {
  return 'algorithm' in made ? [made] : Object.values(made.labels);
}

/** Nothing for a label that is not asked for: it is passed over. */
export function madeBy(made: Method | Labelled, part: string): Made | undefined {
  if ('algorithm' in made) return { method: made, text: part };
  const end = Math.max(0, part.indexOf(made.after));
  const label = part.slice(0, end);
  const method = Object.hasOwn(made.labels, label) ? made.labels[label] : undefined;
  return method && { method, text: part.slice(end + 1) };
}
