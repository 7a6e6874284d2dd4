/** What is going on, on standard error. */
export interface Board {
  readonly say: (scenario: string, phase: string) => void;
  /** @param line what became of it */
  readonly done: (scenario: string, isGood: boolean, line?: string) => void;
}

/** On a terminal the last line changes; off it each phase is a line. */
export function board(): Board {
  const { stderr } = process;
  const began = performance.now();
  const phases = new Map<string, string>();
  const write = (line: string) => {
    const clear = stderr.isTTY ? '\r\u001b[K' : '';
    const seconds = `${Math.round((performance.now() - began) / 1000)} s`.padStart(5);
    const current = [...phases].map(([scenario, phase]) => `${scenario}: ${phase}`).join(', ');
    stderr.write(`${clear}${line && `${seconds}  ${line}\n`}${stderr.isTTY ? `${seconds}  ${current}` : ''}`);
  };
  return {
    say(scenario, phase) {
      phases.set(scenario, phase);
      write(stderr.isTTY ? '' : `${scenario}: ${phase}`);
    },
    done(scenario, isGood, line = '') {
      phases.delete(scenario);
      write(`${isGood ? '✓' : '✗'} ${scenario}${line && `: ${line}`}`);
      if (stderr.isTTY && phases.size === 0) stderr.write('\r\u001b[K');
    },
  };
}
