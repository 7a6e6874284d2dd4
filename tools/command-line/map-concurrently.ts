/**
 * Runs each of the items, at most `concurrency` at a time: one begins whenever another has ended. Answers with their
 * results, in the order of the items. The first failure stops the others, and is thrown when they have cleaned up.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  concurrency: number,
  interrupted: AbortSignal,
  run: (item: T, stopped: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const failed = new AbortController();
  const stopped = AbortSignal.any([interrupted, failed.signal]);
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) {
      if (stopped.aborted) return;
      results[index] = await run(item, stopped);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, () => worker().catch((error: unknown) => failed.abort(error))));
  stopped.throwIfAborted();
  return results;
}
