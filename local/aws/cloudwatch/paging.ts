import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Page, page } from '../paging.ts';

/** In the input of what lists alarms and what belongs to them. */
export const paging = { MaxRecords: z.int().min(1).max(100).default(50), NextToken: z.string().optional() };

/** One page of a listing in which every item has its own `key`. Throws CloudWatch's error for a token of another. */
export function pageOf<T>(
  listing: readonly T[],
  key: (item: T) => string,
  { MaxRecords, NextToken }: { readonly MaxRecords: number; readonly NextToken?: string | undefined },
): Page<T> {
  const listed = page(listing, key, MaxRecords, NextToken);
  if (listed) return listed;
  throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
}
