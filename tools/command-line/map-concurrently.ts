/**
 * Runs each of the items, so many at a time: one begins whenever another has ended. Answers with their results, in the
 * order of the items. The first failure stops the others, and is thrown when they have cleaned up.
 */
export async function atOnce<T, R>(
  count: number,
  items: readonly T[],
  interrupted: AbortSignal,
  run: (item: T, stopped: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const broken = new AbortController();
  const stopped = AbortSignal.any([interrupted, broken.signal]);
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) {
      if (stopped.aborted) return;
      results[index] = await run(item, stopped);
    }
  };
  await Promise.all(Array.from({ length: count }, () => worker().catch((error: unknown) => broken.abort(error))));
  stopped.throwIfAborted();
  return results;
}
