/** The idle environments of a function, and who waits for one. */
export interface WarmPool<Environment> {
  /**
   * The idle environment that was used last, so that surplus ones age. Nothing when the caller is to start a new one,
   * and to say `started` once that one's init has ended.
   */
  take(): Promise<Environment | undefined>;
  put(environment: Environment): void;
  started(): void;
  remove(environment: Environment): void;
  idle(): readonly Environment[];
  /** Lets everybody who waits start at once. */
  close(): void;
}

/**
 * On AWS each environment that starts has CPU of its own. Here they share this machine's cores, and a burst that started
 * them all at once would make each as slow as all together. So no more than `atOnce` start at a time, a core being left for
 * whatever is running already, and who waits for its turn takes an environment that meanwhile became idle.
 */
export function warmPool<Environment>(atOnce: number): WarmPool<Environment> {
  const idle: Environment[] = [];
  const waiting: (() => void)[] = [];
  let starting = 0;
  let limit = atOnce;
  const wakeOne = () => waiting.shift()?.();

  return {
    async take() {
      while (idle.length === 0 && starting >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      const environment = idle.pop();
      if (environment === undefined) starting += 1;
      return environment;
    },
    put(environment) {
      idle.push(environment);
      wakeOne();
    },
    started() {
      starting -= 1;
      wakeOne();
    },
    remove(environment) {
      const at = idle.indexOf(environment);
      if (at >= 0) idle.splice(at, 1);
    },
    idle: () => idle,
    close() {
      limit = Number.POSITIVE_INFINITY;
      while (waiting.length > 0) wakeOne();
    },
  };
}
