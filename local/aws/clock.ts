/** How often something happens, and what: it is told the time on the clock it was due at. */
interface Task {
  readonly everyMs: number;
  readonly run: (at: number) => void;
  dueAt: number;
}

/** Of the wall's time. What is due every 10 s on this clock cannot be looked for more often than this. */
const shortestTickMs = 25;
const longestTickMs = 1000;

/**
 * The clock of metrics and alarms: the wall's, or one that runs faster from some moment on, so that hours pass in
 * minutes. Nothing else follows it: deliveries, time-outs, retries and visibility take the time they take.
 */
export class Clock implements Disposable {
  readonly #wall: () => number;
  readonly #longestGapMs: number;
  readonly #tasks = new Set<Task>();
  #speed: number;
  #wallSince: number;
  #since: number;
  /** When it was last looked at, of the wall's time. */
  #seenAt: number;
  #timer: NodeJS.Timeout | undefined;
  #runningAt: number | undefined;

  /**
   * @param longestGapMs of the wall's time: as much of it counts, at most, when nobody could look at the clock for longer.
   *   A second that the machine does something else would be an hour in which nothing happened.
   */
  constructor(speed = 1, wall: () => number = Date.now, longestGapMs = Number.POSITIVE_INFINITY) {
    this.#wall = wall;
    this.#longestGapMs = longestGapMs;
    this.#speed = checked(speed);
    this.#wallSince = wall();
    this.#since = this.#wallSince;
    this.#seenAt = this.#wallSince;
  }

  /** Milliseconds since the epoch on this clock. Never goes back. */
  now = (): number => {
    const wall = this.#wall();
    this.#wallSince += Math.max(0, wall - this.#seenAt - this.#longestGapMs);
    this.#seenAt = wall;
    return Math.round(this.#since + (wall - this.#wallSince) * this.#speed);
  };

  /**
   * The present time, but of what runs because it was due the time that it was due at: on a busy machine at a high speed
   * it may be minutes late.
   */
  get scheduledNow(): number {
    return this.#runningAt ?? this.now();
  }

  /**
   * When on this clock that was, which the wall's clock says happened at `wallTime`: as long ago as there. What has a
   * length, such as an invocation, keeps it; at 120 times the speed 10 seconds are not 20 minutes.
   */
  fromWallTime = (wallTime: number): number => this.now() - (this.#wall() - wallTime);

  /** How many seconds pass here in one of the wall's. */
  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#goOn(this.now(), checked(speed));
  }

  /** Moves on at once by so many milliseconds; what falls due in between is done in its order. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`the clock goes on by 0 ms or more, not by ${milliseconds}`);
    this.#goOn(this.now() + milliseconds, this.#speed);
    this.catchUp();
  }

  /**
   * Runs at every whole multiple of `everyMs` on this clock, each in turn however many pass at once, and before what was
   * asked for later. Answers with the way to stop.
   */
  every(everyMs: number, run: (at: number) => void): () => void {
    const task = { everyMs, run, dueAt: (Math.floor(this.now() / everyMs) + 1) * everyMs };
    this.#tasks.add(task);
    this.#wind();
    return () => {
      this.#tasks.delete(task);
      if (this.#tasks.size === 0) this[Symbol.dispose]();
    };
  }

  /** Does what has fallen due. The clock does so itself; this is for whoever cannot wait. */
  catchUp(): void {
    const now = this.now();
    for (let task = this.#next(); task && task.dueAt <= now; task = this.#next()) {
      const at = task.dueAt;
      task.dueAt += task.everyMs;
      this.#runningAt = at;
      try {
        task.run(at);
      } finally {
        this.#runningAt = undefined;
      }
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #next(): Task | undefined {
    let first: Task | undefined;
    for (const task of this.#tasks) if (!first || task.dueAt < first.dueAt) first = task;
    return first;
  }

  #goOn(from: number, speed: number): void {
    [this.#since, this.#wallSince, this.#speed] = [from, this.#wall(), speed];
    if (this.#timer) this.#wind();
  }

  #wind(): void {
    clearInterval(this.#timer);
    const shortest = [...this.#tasks].reduce(
      (least, { everyMs }) => Math.min(least, everyMs),
      Number.POSITIVE_INFINITY,
    );
    const tick = Math.min(longestTickMs, this.#longestGapMs / 2, Math.max(shortestTickMs, shortest / this.#speed / 2));
    this.#timer = setInterval(() => this.catchUp(), tick).unref();
  }
}

function checked(speed: number): number {
  if (speed > 0 && speed <= maximumSpeed) return speed;
  throw new RangeError(`the clock runs between 0 and ${maximumSpeed} times as fast as the wall's, not ${speed} times`);
}

/** An hour a second: beyond, a tick has more minutes than the alarms can be evaluated for. */
const maximumSpeed = 3600;
