/** Between two lines, in milliseconds: on a terminal, where one line changes, and off it. */
const pauseMs = { onTerminal: 200, elsewhere: 20_000 };

export interface Progress {
  /** On standard error, as often as somebody wants to read it. */
  readonly say: (line: () => string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function progress(): Progress {
  const { stderr } = process;
  const pause = stderr.isTTY ? pauseMs.onTerminal : pauseMs.elsewhere;
  let saidAt = performance.now();
  return {
    say(line) {
      if (performance.now() - saidAt < pause) return;
      saidAt = performance.now();
      stderr.write(stderr.isTTY ? `\r\u001b[K${line()}` : `${line()}\n`);
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
