import { progress } from '../../tools/command-line/progress.ts';

/** How far the run is, and whether it is to go on. */
export interface BenchProgress {
  /** Says what is measured next. @throws the reason of an interruption */
  readonly step: (part: string, what: string) => void;
  /** @throws the reason of an interruption */
  readonly check: () => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function benchProgress(turns: number, interrupted: AbortSignal): BenchProgress {
  const { say, end } = progress();
  const started = performance.now();
  let done = 0;
  let current = '';
  const check = () => interrupted.throwIfAborted();
  return {
    check,
    step(part, what) {
      check();
      const percent = Math.floor((100 * done) / turns);
      done += 1;
      const seconds = Math.round((performance.now() - started) / 1000);
      say(() => `${String(percent).padStart(3)} %  ${seconds} s  ${part}: ${what}`, part !== current);
      current = part;
    },
    end,
  };
}
