import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FunctionConfiguration } from '../function-configuration.ts';
import type { FunctionError } from './runtime-api.ts';

/** A process of the function's own under Lambda's runtime client. */
export interface FunctionProcess {
  readonly pid: number;
  readonly outputs: readonly Readable[];
  /** On the clock of `performance.now()`. */
  readonly spawnedAt: number;
  /** The most resident memory it had whenever this was asked, in MB. */
  peakMemoryMb(): number;
  /** SIGKILL, to all that it started too. */
  kill(): void;
}

export const bootstrapPath = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

/**
 * @param environment all of its environment variables
 * @param gone told why the process ended or could not begin; the first reason counts
 */
export function functionProcess(
  { codeDirectory, handler, memoryMb }: FunctionConfiguration,
  environment: Readonly<Record<string, string>>,
  gone: (error: FunctionError) => void,
): FunctionProcess {
  const child = spawn(process.execPath, [...nodeArguments(memoryMb), bootstrapPath, handler], {
    cwd: codeDirectory,
    // Node hands this one on by itself unless it is named; the function would pay for being measured.
    env: { ...environment, NODE_V8_COVERAGE: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in the terminal reaches the host alone, which ends its environments in order.
    detached: true,
  });
  // Once there is a process: forking it was this host's time, not the function's.
  const spawnedAt = performance.now();
  child.once('exit', (code, signal) => gone(exitError(code, signal)));
  child.once('error', (error) => gone({ errorType: 'Runtime.ExitError', errorMessage: error.message }));
  let peak = 0;
  return {
    pid: child.pid ?? 0,
    outputs: [child.stdout, child.stderr],
    spawnedAt,
    peakMemoryMb() {
      peak = Math.max(peak, residentPeakMb(child));
      return peak;
    },
    kill: () => kill(child),
  };
}

// The flags of the managed runtime's own bootstrap script, but for --expose-gc: it changes V8's flag hash, so that Node's
// built-in code cache is refused and every start costs 30 ms more.
function nodeArguments(memoryMb: number): string[] {
  const newSpace = Math.floor(memoryMb / 10);
  return [
    '--max-http-header-size=81920',
    `--max-semi-space-size=${Math.floor(newSpace / 2)}`,
    `--max-old-space-size=${memoryMb - newSpace}`,
  ];
}

function exitError(code: number | null, signal: NodeJS.Signals | null): FunctionError {
  let why = 'Runtime exited without providing a reason';
  if (signal !== null) why = `Runtime exited with error: signal: ${signal}`;
  else if (code !== 0) why = `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: why };
}

/** Only Linux tells: elsewhere 0, rather than a number that was not measured. */
function residentPeakMb(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Math.ceil(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // The group, for what the function itself may have started. Windows has no groups.
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Gone already, which is what was wanted.
  }
}
