const { stderr } = process;

/** Between two lines, in milliseconds: on a terminal, where one line changes, and off it. */
const pauseMs = { onTerminal: 200, elsewhere: 20_000 };

const clearLine = '\r\u001b[K';

export interface Progress {
  /**
   * On standard error, as often as somebody wants to read it.
   * @param isNew something else has begun, which is said at once
   */
  readonly say: (line: () => string, isNew?: boolean) => void;
  /** Clears the line. */
  readonly end: () => void;
}

/** How far a command is: on a terminal in one line that changes, off it in a line now and then. */
export function progress(): Progress {
  const pause = stderr.isTTY ? pauseMs.onTerminal : pauseMs.elsewhere;
  let saidAt = performance.now();
  return {
    say(line, isNew = false) {
      if (!isNew && performance.now() - saidAt < pause) return;
      saidAt = performance.now();
      stderr.write(stderr.isTTY ? `${clearLine}${line()}` : `${line()}\n`);
    },
    end() {
      if (stderr.isTTY) stderr.write(clearLine);
    },
  };
}

export interface TaskProgress {
  readonly say: (task: string, phase: string) => void;
  /** @param line what became of it */
  readonly done: (task: string, isGood: boolean, line?: string) => void;
}

/** How far several tasks are: on a terminal the last line has the phase of each, off it each phase is a line. */
export function taskProgress(): TaskProgress {
  const began = performance.now();
  const phases = new Map<string, string>();
  const write = (line: string) => {
    const seconds = `${Math.round((performance.now() - began) / 1000)} s`.padStart(5);
    const current = [...phases].map(([task, phase]) => `${task}: ${phase}`).join(', ');
    const lasting = line && `${seconds}  ${line}\n`;
    stderr.write(stderr.isTTY ? `${clearLine}${lasting}${seconds}  ${current}` : lasting);
  };
  return {
    say(task, phase) {
      phases.set(task, phase);
      write(stderr.isTTY ? '' : `${task}: ${phase}`);
    },
    done(task, isGood, line = '') {
      phases.delete(task);
      write(`${isGood ? '✓' : '✗'} ${task}${line && `: ${line}`}`);
      if (stderr.isTTY && phases.size === 0) stderr.write(clearLine);
    },
  };
}
