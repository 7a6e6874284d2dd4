/** Where long polls wait for the next message of a queue. */
export class Arrivals {
  readonly #waiting = new Set<() => void>();
  #closed = false;

  announce(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Ends every wait, now and from now on. */
  close(): void {
    this.#closed = true;
    this.announce();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Until a message arrives, `milliseconds` have passed or `signal` is aborted. */
  next(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}
