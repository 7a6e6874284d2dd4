/** Between two lines off a terminal, in milliseconds. */
const pauseMs = 20_000;

export interface Progress {
  /** On a terminal a line that changes, elsewhere a line now and then, on standard error. */
  readonly say: (line: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function progress(): Progress {
  const { stderr } = process;
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    say(line) {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${line}`);
      else if (performance.now() - saidAt >= pauseMs) {
        saidAt = performance.now();
        stderr.write(`${line}\n`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
