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

/** For an answer that is cut anywhere, and not between items with keys: the token names how far it got. */
export function offsetToken(offset: number): string {
  return Buffer.from(`from:${offset}`).toString('base64url');
}

/** Undefined when the token is not one that `offsetToken` made. */
export function offsetOf(token: string): number | undefined {
  const [, offset] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return offset === undefined ? undefined : Number(offset);
}
