/** Milliseconds since `started`, to the microsecond: more digits would only lengthen log lines. */
export function elapsedMs(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}

/** What `run` gave, and how many milliseconds it took. */
export async function timed<T>(run: () => Promise<T>): Promise<readonly [T, number]> {
  const started = performance.now();
  return [await run(), elapsedMs(started)];
}
