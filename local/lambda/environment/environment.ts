import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FunctionConfiguration } from '../function-configuration.ts';
import { wallClock } from '../wall-clock.ts';
import { logLines } from './log-lines.ts';
import { processEnvironment } from './process-environment.ts';
import { type FunctionError, type RuntimeCall, type RuntimeInvocation, runtimeApi } from './runtime-api.ts';

export type Outcome = {
  /** When the runtime answered, in milliseconds since the epoch. Absent when it never did. */
  readonly answeredAt?: number;
} & (
  | { readonly status: 'success'; readonly payload: Buffer }
  | { readonly status: 'error' | 'timeout'; readonly error: FunctionError }
);

export type InitOutcome = {
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  readonly durationMs: number;
} & ({ readonly status: 'success' } | { readonly status: 'error' | 'timeout'; readonly error: FunctionError });

/** One execution environment: a process of the function's own under Lambda's runtime client, and its Runtime API. */
export interface Environment {
  readonly stream: string;
  readonly pid: number;
  /** Resolves when the process is gone, whyever. */
  readonly exited: Promise<void>;
  /** Whether it can take another invocation: it neither ended nor was ended. */
  readonly alive: () => boolean;
  /** From the spawn of the process to its first call for an invocation. A limit passed ends the environment. */
  init(limitMs: number): Promise<InitOutcome>;
  /** From the invocation handed over to the call for the next one, as Lambda's Duration runs. */
  invoke(invocation: RuntimeInvocation, limitMs: number): Promise<Outcome>;
  /** Resolves once everything the function has logged was handed on. */
  logged(): Promise<void>;
  /** The most resident memory the process has had, in MB. */
  memoryUsedMb(): number;
  /** SIGKILL, which is all that a function without extensions gets on AWS too. */
  end(): Promise<void>;
}

type Signal = RuntimeCall | { readonly kind: 'exit'; readonly error: FunctionError };

const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

export async function startEnvironment(
  configuration: FunctionConfiguration,
  stream: string,
  extraEnvironment: Readonly<Record<string, string>>,
  write: (line: string) => void,
): Promise<Environment> {
  let receive: (signal: Signal) => void = () => {};
  let memory = 0;
  let handOver: ((invocation: RuntimeInvocation) => void) | undefined;
  const api = await runtimeApi((call) => {
    if (call.kind === 'next') handOver = call.answer;
    // The last chance to ask: after reporting it the process exits.
    if (call.kind === 'init-error' || call.kind === 'error') memory = Math.max(memory, peakMemoryMb(child));
    receive(call);
  });
  const child = spawn(process.execPath, [...nodeArguments(configuration.memoryMb), bootstrap, configuration.handler], {
    cwd: configuration.codeDirectory,
    env: {
      ...processEnvironment(configuration, stream, api.address, extraEnvironment),
      // Node hands this one on by itself unless it is named; the function would pay for being measured.
      NODE_V8_COVERAGE: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C in the terminal reaches the host alone, which ends its environments in order.
    detached: true,
  });
  // Once there is a process: forking it was this host's time, not the function's.
  const spawned = performance.now();
  const lines = logLines([child.stdout, child.stderr], write);
  let lost: Signal | undefined;
  let ending = false;
  const exited = new Promise<void>((resolve) => {
    const gone = (error: FunctionError) => {
      if (lost !== undefined) return;
      lost = { kind: 'exit', error };
      api.close();
      resolve();
      receive(lost);
    };
    child.once('exit', (code, signal) => gone(exitError(code, signal)));
    child.once('error', (error) => gone({ errorType: 'Runtime.ExitError', errorMessage: error.message }));
  });
  const end = () => {
    ending = true;
    memory = Math.max(memory, peakMemoryMb(child));
    kill(child);
    return exited;
  };

  /** Follows what the process says until `finished` makes an outcome of it or the limit passes, which ends it. */
  async function phase<T>(
    limitMs: number,
    finished: (signal: Signal) => T | undefined,
    passed: (kind: 'timeout') => T,
  ): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const outcome = await new Promise<T>((resolve) => {
      timer = setTimeout(() => {
        receive = () => {};
        void end().then(() => resolve(passed('timeout')));
      }, limitMs);
      receive = (signal) => {
        const result = finished(signal);
        if (result !== undefined) resolve(result);
      };
      if (lost !== undefined) receive(lost);
    });
    clearTimeout(timer);
    receive = () => {};
    return outcome;
  }

  return {
    stream,
    pid: child.pid ?? 0,
    exited,
    alive: () => lost === undefined && !ending,
    init: async (limitMs) => {
      let reported: FunctionError | undefined;
      const outcome = await phase<Outcome>(
        limitMs,
        (signal) => {
          if (signal.kind === 'next') return { status: 'success', payload: Buffer.alloc(0) };
          if (signal.kind === 'init-error') reported = signal.error;
          return signal.kind === 'exit' ? { status: 'error', error: reported ?? signal.error } : undefined;
        },
        (status) => ({
          status,
          error: { errorType: 'Sandbox.Timedout', errorMessage: 'the init phase took too long' },
        }),
      );
      return { ...outcome, endedAt: wallClock(), durationMs: performance.now() - spawned };
    },
    invoke: async (invocation, limitMs) => {
      let answered: Outcome | undefined;
      const finished = phase<Outcome>(
        limitMs,
        (signal) => {
          if (signal.kind === 'response' && signal.requestId === invocation.requestId) {
            answered ??= { status: 'success', payload: signal.payload, answeredAt: wallClock() };
          } else if (signal.kind === 'error' && signal.requestId === invocation.requestId) {
            answered ??= { status: 'error', error: signal.error, answeredAt: wallClock() };
          } else if (signal.kind === 'next') return answered ?? { status: 'error', error: unanswered };
          return signal.kind === 'exit' ? (answered ?? { status: 'error', error: signal.error }) : undefined;
        },
        // An answer that was given stands, though the process did not come back for more in time.
        (status) => answered ?? { status, error: timedOut(configuration.timeoutSeconds) },
      );
      handOver?.(invocation);
      return finished;
    },
    logged: () => lines.drained(),
    memoryUsedMb: () => {
      memory = Math.max(memory, peakMemoryMb(child));
      return memory;
    },
    end,
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

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // The group, for what the function itself may have started. Windows has no groups.
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Gone already, which is what was wanted.
  }
}

/** Only Linux tells: elsewhere 0, rather than a number that was not measured. */
function peakMemoryMb(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Math.ceil(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

const unanswered: FunctionError = { errorType: 'Runtime.Unknown', errorMessage: 'the runtime gave no answer' };

function exitError(code: number | null, signal: NodeJS.Signals | null): FunctionError {
  let why = 'Runtime exited without providing a reason';
  if (signal !== null) why = `Runtime exited with error: signal: ${signal}`;
  else if (code !== 0) why = `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: why };
}

function timedOut(seconds: number): FunctionError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds` };
}
