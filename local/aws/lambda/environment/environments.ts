import { availableParallelism } from 'node:os';
import type { Environment } from './environment.ts';
import { warmPool } from './warm-pool.ts';

/** The environments of one function, from the start of each to its end. */
export interface Environments {
  /**
   * The idle environment that was used last. Nothing when the caller is to start a new one, and to say `started` once
   * that one's init has ended.
   */
  take(): Promise<Environment | undefined>;
  start(stream?: string): Promise<Environment>;
  started(): void;
  /** Its invocation has ended: it waits for the next, unless it has ended or is to. */
  release(environment: Environment): void;
  idle(): number;
  pids(): readonly number[];
  /** Ends the idle ones. */
  recycle(): Promise<void>;
  /** Those there are have code that is no longer the function's. The idle end at once, the others when their invocation has. */
  outdate(): Promise<void>;
  /** Ends every one, in mid-invocation too. */
  kill(): Promise<void>;
  /** Ends every one, and whatever still starts. */
  close(): Promise<void>;
}

/**
 * @param launch with the function's code as it is then
 * @param idleMs after so long without an invocation an environment is ended
 */
export function environmentsOf(launch: (stream?: string) => Promise<Environment>, idleMs: number): Environments {
  const living = new Set<Environment>();
  const pool = warmPool<Environment>(Math.max(1, availableParallelism() - 1));
  const retirements = new Map<Environment, NodeJS.Timeout>();
  const outdated = new WeakSet<Environment>();
  let deployments = 0;
  let closed = false;

  const forget = (environment: Environment) => {
    pool.remove(environment);
    keep(environment);
  };

  /** Takes back the order to end it for idleness. */
  const keep = (environment: Environment) => {
    clearTimeout(retirements.get(environment));
    retirements.delete(environment);
  };

  /** Out of the pool first: nobody may take an environment that is about to end. */
  const retire = (environment: Environment) => {
    forget(environment);
    return environment.end();
  };

  const retireAll = async (environments: Iterable<Environment>) => {
    await Promise.all([...environments].map(retire));
  };

  return {
    async take() {
      const idle = await pool.take();
      if (idle) keep(idle);
      return idle;
    },
    async start(stream) {
      const current = deployments;
      const environment = await launch(stream);
      living.add(environment);
      if (current !== deployments) outdated.add(environment);
      void environment.exited.then(() => {
        living.delete(environment);
        forget(environment);
      });
      if (closed) await environment.end();
      return environment;
    },
    started: pool.started,
    release(environment) {
      if (!environment.alive() || closed) return;
      if (outdated.has(environment)) return void retire(environment);
      retirements.set(environment, setTimeout(() => void retire(environment), idleMs).unref());
      pool.put(environment);
    },
    idle: () => pool.idle().length,
    pids: () => [...living].map(({ pid }) => pid),
    recycle: () => retireAll(pool.idle()),
    outdate() {
      deployments += 1;
      for (const environment of living) outdated.add(environment);
      return retireAll(pool.idle());
    },
    kill: () => retireAll(living),
    close() {
      closed = true;
      pool.close();
      return retireAll(living);
    },
  };
}
