import { setTimeout as sleep } from 'node:timers/promises';
import { stillClock } from './still-clock.ts';

/** In milliseconds: far less than the function ever waits for an answer. */
const longestStep = 10;

/**
 * The time of stillClock(), which goes on by itself, as fast as that of the machine but never far at once: while the
 * machine stands still, so does it. What came over a connection meanwhile is then read before the function gives up
 * waiting for it.
 */
export function steadyClock(): Disposable {
  const now = performance.now.bind(performance);
  const clock = stillClock();
  const whole = performance.now;
  let [shownAt, since] = [whole(), now()];
  // Between two of its milliseconds it goes on as well, ever slower: whatever takes time takes some on it.
  performance.now = () => {
    const at = whole();
    if (at !== shownAt) [shownAt, since] = [at, now()];
    const elapsed = now() - since;
    return at + elapsed / (elapsed + 1);
  };
  let isOver = false;
  const goOn = async () => {
    for (let shown = now(); !isOver; ) {
      await sleep(1);
      const step = Math.floor(now() - shown);
      shown = step > longestStep ? now() : shown + step;
      await clock.pass(Math.min(step, longestStep));
    }
  };
  void goOn();
  return {
    [Symbol.dispose]() {
      isOver = true;
      clock[Symbol.dispose]();
    },
  };
}
