import { createHash } from 'node:crypto';

/** Physical names carry project and stack, so that several stacks fit in one account. */
export interface Names {
  /**
   * @param limit the longest name AWS takes for the resource, in characters
   * @param role what the resource is for; left out for the resources that are the stack's namesakes
   */
  readonly physical: (limit: number, ...role: readonly string[]) => string;
}

export function names(project: string, stack: string): Names {
  return { physical: (limit, ...role) => unambiguous([project, stack, ...role], limit) };
}

/**
 * Joined by `_`, which roles do not have: with a hyphen, stack `dev` with rule `eu-chat` and stack `dev-eu` with rule
 * `chat` would get the same names. Where a part holds what would make the join ambiguous or what AWS does not take
 * everywhere, or the whole is too long, a hash of all parts ends the name.
 */
function unambiguous(parts: readonly string[], limit: number): string {
  const whole = parts.join('_').replaceAll('.', '-');
  if (whole.length <= limit && !parts.some((part) => /[._]/.test(part))) return whole;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  return `${whole.slice(0, limit - hash.length - 1)}-${hash}`;
}
