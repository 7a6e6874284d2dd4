/** Whether one more request may come now. */
export type RequestRate = () => boolean;

/**
 * Requests a second, and no more than a second's at once. AWS publishes the rate of a function ("10 times the configured
 * reserved concurrency", developer guide, Function URLs, "Throttling") and not how it counts: a bucket that fills steadily
 * is the least surprising way.
 * @param clock milliseconds that only go forward
 */
export function requestRate(perSecond: number, clock: () => number): RequestRate {
  let left = perSecond;
  let filledAt = clock();
  return () => {
    const now = clock();
    left = Math.min(perSecond, left + ((now - filledAt) * perSecond) / 1000);
    filledAt = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
