/** What runs every so often; it is told when it was due on the clock. */
interface Task {
  readonly everyMs: number;
  readonly run: (at: number) => void;
  dueAt: number;
}

/** In real time. At a high speed a task may be due more often than this. */
const shortestTickMs = 25;
const longestTickMs = 1000;

/**
 * The clock of metrics and alarms: real time, or faster than that, so that hours pass in minutes. Nothing else follows it:
 * deliveries, time-outs, retries and visibility take the time they take.
 */
export class Clock implements Disposable {
  readonly #wall: () => number;
  readonly #longestGapMs: number;
  readonly #tasks = new Set<Task>();
  #speed: number;
  #wallSince: number;
  #since: number;
  /** The wall time at which it was last read. */
  #seenAt: number;
  #timer: NodeJS.Timeout | undefined;
  #runningAt: number | undefined;

  /**
   * @param longestGapMs the most real time that counts between two readings of the clock. Without it a second in which the
   *   machine does something else would be an hour in which nothing happened.
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
   * The present time; inside a task, the time at which the task was due. On a busy machine at a high speed a task may run
   * minutes late.
   */
  get scheduledNow(): number {
    return this.#runningAt ?? this.now();
  }

  /**
   * Converts a wall time: as long ago on this clock as it is in real time. What has a duration, such as an invocation,
   * keeps it: at 120 times the speed 10 seconds are not 20 minutes.
   */
  fromWallTime = (wallTime: number): number => this.now() - (this.#wall() - wallTime);

  /** How many seconds pass on this clock in one second of real time. */
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
