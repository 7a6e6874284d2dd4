import { createHash } from 'node:crypto';

/** Physical names carry project and stack, so that several stacks fit in one account. */
export interface Names {
  /**
   * @param role what the resource is for; left out for the one resource that is the stack's namesake
   * @param limit the longest name AWS takes for the resource, in characters
   */
  readonly physical: (limit: number, ...role: readonly string[]) => string;
}

export function names(project: string, stack: string): Names {
  return { physical: (limit, ...role) => cut([project, stack, ...role].join('-'), limit) };
}

/** A name over the limit keeps its beginning and gets a hash of the whole, so that two long names stay apart. */
function cut(whole: string, limit: number): string {
  if (whole.length <= limit) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${whole.slice(0, limit - hash.length - 1)}-${hash}`;
}
