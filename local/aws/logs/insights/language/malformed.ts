import { AwsError } from '../../../aws-error.ts';

/** @param at offset in the query string of what is wrong */
export function malformed(query: string, at: number, what: string): AwsError {
  const before = query.slice(0, at).split('\n');
  const position = (before.at(-1)?.length ?? 0) + 1;
  return new AwsError('MalformedQueryException', `${what}, at line ${before.length} and position ${position}.`);
}
