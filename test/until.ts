import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any machine stalls, and less than a test has (.mocharc.json), so that one that waits in vain says for what. */
export const patienceMs = 50_000;

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await isSo()); await sleep(5)) {
    if (Date.now() > end) throw new Error(`not within ${patienceMs / 1000} s: ${isSo}`);
  }
}
