import { z } from 'zod';
import { AwsError } from '../aws-error.ts';

/** What the list operations share of their input. */
export const paging = { Limit: z.number().int().min(1).max(100).optional(), NextToken: z.string().min(1).optional() };

/** One page of the items and the token of the next; AWS gives at most 100 items a page. */
export function page<T>(
  items: readonly T[],
  { Limit = 100, NextToken }: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  const from = NextToken === undefined ? 0 : position(NextToken);
  const to = from + Limit;
  return { items: items.slice(from, to), next: to < items.length ? { NextToken: token(to) } : {} };
}

function token(at: number): string {
  return Buffer.from(`from:${at}`).toString('base64url');
}

function position(nextToken: string): number {
  const found = /^from:(\d+)$/.exec(Buffer.from(nextToken, 'base64url').toString());
  if (!found) throw new AwsError('ValidationException', 'NextToken is not one that a list operation gave.');
  return Number(found[1]);
}
