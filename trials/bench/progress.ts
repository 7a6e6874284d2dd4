import type { Pace } from './measure/turns.ts';

/** Between two lines about the same part, off a terminal. */
const pauseSeconds = 20;

export interface Progress extends Pace {
  /** Clears the line. */
  readonly end: () => void;
}

/**
 * Says on standard error what is being measured: on a terminal in one line that changes, elsewhere a line now and then.
 */
export function progress(turns: number, interrupted: AbortSignal): Progress {
  const { stderr } = process;
  const started = performance.now();
  let done = 0;
  let said = { part: '', seconds: 0 };
  const check = () => interrupted.throwIfAborted();
  return {
    check,
    step: (part, what) => {
      check();
      const percent = Math.floor((100 * done) / turns);
      done += 1;
      const seconds = Math.round((performance.now() - started) / 1000);
      const line = `${String(percent).padStart(3)} %  ${seconds} s  ${part}`;
      if (stderr.isTTY) stderr.write(`\r\u001b[K${line}: ${what}`);
      else if (part !== said.part || seconds >= said.seconds + pauseSeconds) {
        said = { part, seconds };
        stderr.write(`${line}\n`);
      }
    },
    end: () => {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
