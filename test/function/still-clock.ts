import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

export interface StillClock extends Disposable {
  /** Moves on, millisecond by millisecond, and lets happen what falls due at each. */
  pass(milliseconds: number): Promise<void>;
  /** Stands still until others, on this machine's time, have come so far. */
  until(isSo: () => boolean): Promise<void>;
}

/** In milliseconds of this machine's time, so that a test that fails ends. */
const patienceMs = 50_000;

/**
 * The time of `performance.now()`, `setTimeout` and `AbortSignal.timeout`, which stands still until it is moved on. So a
 * test of time-outs is to the millisecond, takes none of its own, and does not mind what else the machine does. Connections
 * are real; before the clock is moved, a test waits until what has to have happened on them has.
 */
export function stillClock(): StillClock {
  const { now } = performance;
  const { timeout } = AbortSignal;
  let at = Math.ceil(now.call(performance));
  mock.timers.enable({ apis: ['setTimeout'] });
  performance.now = () => at;
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('from the test', 'TimeoutError')), milliseconds);
    return controller.signal;
  };
  return {
    async pass(milliseconds) {
      for (const end = at + milliseconds; at < end; ) {
        at += 1;
        mock.timers.tick(1);
        await turn();
      }
    },
    async until(isSo) {
      for (const end = Date.now() + patienceMs; !isSo(); await turn()) {
        if (Date.now() > end) throw new Error(`not within ${patienceMs / 1000} s: ${isSo}`);
      }
    },
    [Symbol.dispose]() {
      mock.timers.reset();
      performance.now = now;
      AbortSignal.timeout = timeout;
    },
  };
}
