import { epochMilliseconds } from '../epoch-milliseconds.ts';
import type { FunctionConfiguration } from '../function-configuration.ts';
import { lambdaEnvironmentVariables } from './environment-variables.ts';
import { functionProcess } from './function-process.ts';
import { logLines } from './log-lines.ts';
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

export async function startEnvironment(
  configuration: FunctionConfiguration,
  stream: string,
  extraEnvironment: Readonly<Record<string, string>>,
  write: (line: string) => void,
): Promise<Environment> {
  let receive: (signal: Signal) => void = () => {};
  let handOver: ((invocation: RuntimeInvocation) => void) | undefined;
  const api = await runtimeApi((call) => {
    if (call.kind === 'next') handOver = call.answer;
    // The last chance to ask: after reporting it the process exits.
    if (call.kind === 'init-error' || call.kind === 'error') child.peakMemoryMb();
    receive(call);
  });
  let lost: Signal | undefined;
  let ending = false;
  const exited = Promise.withResolvers<void>();
  const child = functionProcess(
    configuration,
    lambdaEnvironmentVariables(configuration, stream, api.address, extraEnvironment),
    (error) => {
      if (lost !== undefined) return;
      lost = { kind: 'exit', error };
      api.close();
      exited.resolve();
      receive(lost);
    },
  );
  const lines = logLines(child.outputs, write);
  const end = () => {
    ending = true;
    child.peakMemoryMb();
    child.kill();
    return exited.promise;
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
    pid: child.pid,
    exited: exited.promise,
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
      return { ...outcome, endedAt: epochMilliseconds(), durationMs: performance.now() - child.spawnedAt };
    },
    invoke: async (invocation, limitMs) => {
      let answered: Outcome | undefined;
      const finished = phase<Outcome>(
        limitMs,
        (signal) => {
          if (signal.kind === 'response' && signal.requestId === invocation.requestId) {
            answered ??= { status: 'success', payload: signal.payload, answeredAt: epochMilliseconds() };
          } else if (signal.kind === 'error' && signal.requestId === invocation.requestId) {
            answered ??= { status: 'error', error: signal.error, answeredAt: epochMilliseconds() };
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
    memoryUsedMb: child.peakMemoryMb,
    end,
  };
}

const unanswered: FunctionError = { errorType: 'Runtime.Unknown', errorMessage: 'the runtime gave no answer' };

function timedOut(seconds: number): FunctionError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds` };
}
