import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `send` at each of the times that are due, in milliseconds from now and in their order, whatever became of the
 * calls before. Resolves when all are due, or it was stopped, and every call has settled.
 */
export async function sendAt(
  due: Iterable<number>,
  stopped: AbortSignal,
  send: (n: number, dueMs: number) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const pending = new Set<Promise<void>>();
  let n = 0;
  for (const dueMs of due) {
    await sleep(Math.max(0, began + dueMs - performance.now()), undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted) break;
    const sent = send(n, dueMs).finally(() => pending.delete(sent));
    pending.add(sent);
    n += 1;
  }
  await Promise.all(pending);
}
