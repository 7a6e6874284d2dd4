import { setImmediate as turn } from 'node:timers/promises';

export interface StillClock extends Disposable {
  /** Moves on, millisecond by millisecond, and lets happen what falls due at each. */
  pass(milliseconds: number): Promise<void>;
}

/**
 * The time of `performance.now()`, `setTimeout` and `AbortSignal.timeout`, which stands still until it is moved on. So a
 * test of time-outs is to the millisecond, takes none of its own, and does not mind what else the machine does. Connections
 * are real: before the clock is moved, a test waits until what has to have happened on them has.
 */
export function stillClock(): StillClock {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = performance;
  const { timeout } = AbortSignal;
  const timers = new Map<Timer, () => void>();
  let at = Math.ceil(now.call(performance));

  const set = (run: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
    const timer = new Timer(at + milliseconds);
    timers.set(timer, () => run(...values));
    return timer;
  };
  // Nothing that is tested asks more of a timer than to be cleared or unreferenced.
  globalThis.setTimeout = set as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer?: Timer) => timer && timers.delete(timer)) as unknown as typeof clearTimeout;
  performance.now = () => at;
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController();
    set(() => controller.abort(new DOMException('from the test', 'TimeoutError')), milliseconds);
    return controller.signal;
  };
  return {
    async pass(milliseconds) {
      // What was begun comes to its first timer before the time moves on.
      await turn();
      for (const end = at + milliseconds; at < end; ) {
        at += 1;
        for (const [timer, run] of timers) {
          if (timer.dueAt <= at && timers.delete(timer)) run();
        }
        await turn();
      }
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      performance.now = now;
      AbortSignal.timeout = timeout;
    },
  };
}

class Timer {
  readonly dueAt: number;

  constructor(dueAt: number) {
    this.dueAt = dueAt;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
