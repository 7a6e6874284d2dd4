import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Page, page } from '../paging.ts';

/** What the list operations share of their input. */
export const paging = { Limit: z.int().min(1).max(100).default(100), NextToken: z.string().min(1).optional() };

/** One page of a listing in which every item has its own `key`. Throws EventBridge's error for a token of another. */
export function pageOf<T>(
  listing: readonly T[],
  key: (item: T) => string,
  { Limit, NextToken }: { readonly Limit: number; readonly NextToken?: string | undefined },
): Page<T> {
  const listed = page(listing, key, Limit, NextToken);
  if (listed) return listed;
  throw new AwsError('ValidationException', 'NextToken is not one that a list operation gave.');
}
