/** What the monotonic clock lacks to the wall clock, in milliseconds. */
let offset = performance.timeOrigin;

/**
 * Milliseconds since the epoch, with fractions. `Date.now()` alone counts whole ones, so that an invocation would seem to
 * end before what it contains; the monotonic clock alone stands still while a laptop sleeps.
 */
export function epochMilliseconds(): number {
  const elapsed = performance.now();
  const whole = Date.now();
  const now = offset + elapsed;
  if (now >= whole && now < whole + 1) return now;
  const nearest = now < whole ? whole : whole + 0.999;
  offset = nearest - elapsed;
  return nearest;
}
