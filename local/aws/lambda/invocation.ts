import type { Environment, InitOutcome, Outcome } from './environment/environment.ts';
import type { RuntimeInvocation } from './environment/runtime-api.ts';
import { epochMilliseconds } from './epoch-milliseconds.ts';
import type { FunctionConfiguration } from './function-configuration.ts';
import type { InitPhase, ReportMetrics } from './platform-log/platform-event.ts';
import { platformLog } from './platform-log/platform-log.ts';
import { type Trace, traceHeader } from './trace.ts';

export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: string | Buffer;
  readonly trace: Trace;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** One invocation as it went; times in milliseconds since the epoch. */
export interface InvocationReport {
  readonly requestId: string;
  readonly trace: Trace;
  readonly outcome: Outcome;
  /** Whether the function's code never came to run, because its init failed twice. */
  readonly initFailed: boolean;
  /** Before the init that it waited for. */
  readonly receivedAt: number;
  /** The last init that ran for it: before `startedAt`, or inside the invocation when the first had failed. */
  readonly init?: { readonly startedAt: number; readonly endedAt: number };
  readonly startedAt: number;
  readonly endedAt: number;
  readonly metrics: ReportMetrics;
}

export interface InvocationOptions {
  readonly configuration: FunctionConfiguration;
  readonly initLimitMs: number;
  readonly idle: Environment | undefined;
  readonly start: (stream?: string) => Promise<Environment>;
  /** Called when the first init of a new environment has ended, however it did. */
  readonly initialised: () => void;
  readonly write: (stream: string, message: string) => void;
}

/** An environment, and how its init went when it was started for this invocation. */
interface Ready {
  readonly environment: Environment;
  readonly init?: InitOutcome;
}

/** Serves one invocation, from the start of an environment where it needs a new one to the platform's report on it. */
export async function serveInvocation(
  request: InvocationRequest,
  around: InvocationOptions,
): Promise<{ readonly environment: Environment; readonly report: InvocationReport }> {
  const { configuration, write } = around;
  const timeoutMs = configuration.timeoutSeconds * 1000;
  const first: Ready = around.idle
    ? { environment: around.idle }
    : await initialise(around, 'init', around.initLimitMs).finally(around.initialised);
  const startedAt = epochMilliseconds();
  const started = performance.now();
  // Lambda tries a failed init once more within the invocation and its time-out, in the same sandbox and log stream; when
  // that fails too, the invocation has failed. (Developer guide, "Failures during the Init phase".)
  const ready = failed(first) ? await initialise(around, 'invoke', timeoutMs, first.environment.stream) : first;
  const { environment, init } = ready;

  const log = platformLog(configuration, environment.stream, write);
  const { requestId, payload, trace, receivedAt } = request;
  log({ type: 'platform.start', requestId, trace });
  const invocation: RuntimeInvocation = {
    requestId,
    payload,
    // In whole milliseconds, as the runtime client reads it.
    deadline: Math.floor(startedAt) + timeoutMs,
    functionArn: configuration.arn,
    traceHeader: traceHeader(trace, trace.invocationSubsegment),
  };
  const leftMs = Math.max(0, timeoutMs - (performance.now() - started));
  const outcome = init === undefined || init.status === 'success' ? await environment.invoke(invocation, leftMs) : init;

  const durationMs = performance.now() - started;
  const metrics = metricsOf(configuration, durationMs, first.init, environment.memoryUsedMb());
  // Everything the function logged of this delivery stands before the platform's last words on it.
  await environment.logged();
  const { status } = outcome;
  const errorType = status === 'success' ? {} : { errorType: outcome.error.errorType };
  const producedBytes = status === 'success' ? outcome.payload.length : 0;
  log({ type: 'platform.runtimeDone', requestId, trace, status, ...errorType, durationMs, producedBytes });
  log({ type: 'platform.report', requestId, trace, status, ...errorType, metrics });
  return {
    environment,
    report: {
      requestId,
      trace,
      outcome,
      initFailed: failed(ready),
      receivedAt,
      ...(init && { init: { startedAt: init.endedAt - init.durationMs, endedAt: init.endedAt } }),
      startedAt,
      endedAt: startedAt + durationMs,
      metrics,
    },
  };
}

async function initialise(
  around: InvocationOptions,
  phase: InitPhase,
  limitMs: number,
  stream?: string,
): Promise<Ready> {
  const environment = await around.start(stream);
  const log = platformLog(around.configuration, environment.stream, around.write);
  log({ type: 'platform.initStart', phase });
  const init = await environment.init(limitMs);
  await environment.logged();
  const { status, durationMs } = init;
  const errorType = status === 'success' ? {} : { errorType: init.error.errorType };
  log({ type: 'platform.initRuntimeDone', phase, status, ...errorType });
  log({ type: 'platform.initReport', phase, status, ...errorType, durationMs });
  return { environment, init };
}

function failed({ init }: Ready): boolean {
  return init !== undefined && init.status !== 'success';
}

/** Since August 2025 the init is billed with the invocation that waited for it, whether it succeeded or not. */
function metricsOf(
  configuration: FunctionConfiguration,
  durationMs: number,
  init: InitOutcome | undefined,
  maxMemoryUsedMB: number,
): ReportMetrics {
  return {
    durationMs,
    billedDurationMs: Math.ceil(durationMs + (init?.durationMs ?? 0)),
    memorySizeMB: configuration.memoryMb,
    maxMemoryUsedMB,
    ...(init?.status === 'success' && { initDurationMs: init.durationMs }),
  };
}
