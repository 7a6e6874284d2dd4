export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/**
 * One page of a listing in which every item has its own `key`. The token names the last key given out. Undefined when
 * the token is not one of this listing.
 */
export function page<T>(
  listing: readonly T[],
  key: (item: T) => string,
  limit: number,
  token: string | undefined,
): Page<T> | undefined {
  const tokenOf = (item: T) => Buffer.from(key(item)).toString('base64url');
  const start = token === undefined ? 0 : listing.findIndex((item) => tokenOf(item) === token) + 1;
  if (token !== undefined && start === 0) return undefined;
  const items = listing.slice(start, start + limit);
  const last = items.at(-1);
  const more = start + items.length < listing.length;
  return last !== undefined && more ? { items, nextToken: tokenOf(last) } : { items };
}
