import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../..');
const mochaBin = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));
const c8Bin = fileURLToPath(import.meta.resolve('c8/bin/c8.js'));

/** Between a polite end and a forced one, in milliseconds. */
const graceMs = 10_000;

export interface MochaRun {
  readonly files: readonly string[];
  readonly reporter: 'dot' | 'spec';
  /** Fails when a line or branch that .c8rc.json names was not executed. */
  readonly isCovering: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** In seconds: how long it may last in all. */
  readonly deadline: number;
  /** Ends it, and whatever it started. */
  readonly stopped: AbortSignal;
  /** Gets the output as it comes, for whoever watches. */
  readonly onOutput: (chunk: Buffer) => void;
}

export interface MochaOutcome {
  readonly passing: number;
  /** At least one when it did not end as it should, whatever it counted. */
  readonly failing: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs mocha in a process of its own. */
export async function runMocha(run: MochaRun): Promise<MochaOutcome> {
  const began = performance.now();
  const mocha = [mochaBin, '--reporter', run.reporter, ...(process.stdout.isTTY ? ['--color'] : [])];
  const command = run.isCovering ? [c8Bin, process.execPath, ...mocha] : mocha;
  // A process group of its own: one signal ends it together with what its tests started.
  const child = spawn(process.execPath, [...command, ...run.files], {
    cwd: root,
    env: run.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk;
    run.onOutput(chunk);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);

  const late = new AbortController();
  const deadline = setTimeout(() => late.abort(), run.deadline * 1000);
  const end = () => {
    signal(child.pid, 'SIGTERM');
    setTimeout(() => signal(child.pid, 'SIGKILL'), graceMs).unref();
  };
  late.signal.addEventListener('abort', end);
  run.stopped.addEventListener('abort', end);
  if (run.stopped.aborted) end();
  const [status] = await once(child, 'close');
  clearTimeout(deadline);
  run.stopped.removeEventListener('abort', end);
  // What a test left running would hold its port or a core.
  signal(child.pid, 'SIGKILL');

  if (late.signal.aborted) take(Buffer.from(`\n  not at its end within ${run.deadline} s\n`));
  const passing = counted(output, 'passing');
  const failing = counted(output, 'failing');
  const isGood = status === 0 && passing > 0;
  return {
    passing,
    failing: isGood ? failing : Math.max(1, failing),
    output,
    seconds: (performance.now() - began) / 1000,
  };
}

/** What mocha's last lines say. */
function counted(output: string, what: 'passing' | 'failing'): number {
  const all = [...output.matchAll(new RegExp(`^(?:\\u001b\\[[0-9;]*m|\\s)*(\\d+) ${what}`, 'gm'))];
  return Number(all.at(-1)?.[1] ?? 0);
}

function signal(group: number | undefined, name: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, name);
  } catch {
    // Nothing of it runs any more.
  }
}
