import { randomBytes, randomUUID } from 'node:crypto';
import { startEnvironment } from './environment/environment.ts';
import { environmentsOf } from './environment/environments.ts';
import { orphanGuard } from './environment/orphan-guard.ts';
import { epochMilliseconds } from './epoch-milliseconds.ts';
import type { FunctionConfiguration, FunctionLogLine } from './function-configuration.ts';
import { type InvocationReport, type InvocationRequest, serveInvocation } from './invocation.ts';
import { requestRate } from './request-rate.ts';
import { sampler, type Trace, traceOf } from './trace.ts';

export type Invocation =
  | { readonly ok: true; readonly requestId: string; readonly payload: Buffer }
  | {
      readonly ok: false;
      readonly requestId: string;
      readonly reason: 'error' | 'init-error' | 'timeout';
      readonly errorType: string;
      readonly errorMessage: string;
    }
  | { readonly ok: false; readonly requestId: string; readonly reason: Throttled | 'request-too-large' | 'closed' };

/** Which of a function's two limits was reached. */
export type Throttled = 'concurrency-throttled' | 'rate-throttled';

type Payload = string | Buffer;

export interface InvokeOptions {
  readonly requestId?: string;
  readonly trace?: Trace;
}

export interface LambdaHostOptions {
  /** What the local run adds to what AWS would give, e.g. AWS_ENDPOINT_URL. */
  readonly extraEnvironment?: Readonly<Record<string, string>>;
  readonly log: (line: FunctionLogLine) => void;
  /** Every invocation that ran or was throttled, for the metrics and segments Lambda itself would write. */
  readonly observe?: (event: InvocationRecord) => void;
  /** After so long without an invocation an environment is ended. Default 10 minutes. */
  readonly idleMs?: number;
  /** The init phase's limit, which on AWS is not configurable. Default 10 s. */
  readonly initLimitMs?: number;
  /** What the request rate goes by: milliseconds that only go forward. Default the process's own. */
  readonly clock?: () => number;
}

export type InvocationRecord =
  | { readonly kind: 'throttle'; readonly at: number; readonly requestId: string; readonly trace: Trace }
  /** `concurrency` is how many invocations were under way when this one began, itself included. */
  | ({ readonly kind: 'invocation'; readonly concurrency: number } & InvocationReport);

export interface LambdaHost {
  /** As it is now. */
  readonly configuration: FunctionConfiguration;
  /**
   * Resolves when the environment is ready for more, so that who calls in sequence gets the same one again.
   * @param payload or how to make it, which a throttled invocation does not cost
   */
  invoke(payload: Payload | (() => Payload), options?: InvokeOptions): Promise<Invocation>;
  /** Continues the caller's trace, or begins one and decides whether it is sampled. */
  trace(header?: string): Trace;
  environments(): { readonly idle: number; readonly busy: number; readonly pids: readonly number[] };
  /** Ends the idle environments: the next invocation is a cold start. */
  recycle(): Promise<void>;
  /** Kills every environment, in mid-invocation too; the next invocation starts another. */
  kill(): Promise<void>;
  /** New code. Idle environments end at once, the others when their invocation has. */
  deploy(codeDirectory: string): Promise<void>;
  /** Ends every environment, in mid-invocation too, and waits until their processes are gone. */
  close(): Promise<void>;
}

/** Lambda's limit for the event of a synchronous invocation: 6 MB. */
const requestLimit = 6_291_456;

/** An account's default limit, which bounds a function that reserves nothing. */
const accountConcurrency = 1000;

/** "Each instance of your execution environment can serve up to 10 requests per second" (Lambda quotas). */
const requestsPerEnvironment = 10;

/** Runs one function as Lambda does: an environment takes one invocation at a time, an idle one is used again. */
export function createLambdaHost(initial: FunctionConfiguration, options: LambdaHostOptions): LambdaHost {
  const { idleMs = 600_000, initLimitMs = 10_000, extraEnvironment = {}, observe = () => {} } = options;
  const { clock = () => performance.now() } = options;
  const limit = initial.reservedConcurrency < 0 ? accountConcurrency : initial.reservedConcurrency;
  const mayRequest = requestRate(requestsPerEnvironment * limit, clock);
  const sample = initial.tracing === 'Active' ? sampler(Date.now, Math.random) : () => false;
  const serving = new Set<Promise<unknown>>();
  const guard = orphanGuard();
  let configuration = initial;
  let closed = false;

  const write = (stream: string, message: string) => options.log({ stream, timestamp: Date.now(), message });

  const environments = environmentsOf(async (stream = logStream()) => {
    const logged = (line: string) => write(stream, line);
    const environment = await startEnvironment(configuration, stream, extraEnvironment, logged);
    guard.watch(environment.pid);
    void environment.exited.then(() => guard.release(environment.pid));
    return environment;
  }, idleMs);

  const serve = async (request: InvocationRequest) => {
    const idle = await environments.take();
    const { start, started } = environments;
    return serveInvocation(request, { configuration, initLimitMs, idle, start, initialised: started, write });
  };

  const trace = (header?: string) => traceOf(header, sample);

  const throttled = (): Throttled | undefined => {
    if (serving.size >= limit) return 'concurrency-throttled';
    return mayRequest() ? undefined : 'rate-throttled';
  };

  const invoke: LambdaHost['invoke'] = async (given, { requestId = randomUUID(), trace: begun = trace() } = {}) => {
    if (closed) return { ok: false, requestId, reason: 'closed' };
    const receivedAt = epochMilliseconds();
    const reason = throttled();
    if (reason) {
      observe({ kind: 'throttle', at: receivedAt, requestId, trace: begun });
      return { ok: false, requestId, reason };
    }
    const payload = typeof given === 'function' ? given() : given;
    if (Buffer.byteLength(payload) > requestLimit) return { ok: false, requestId, reason: 'request-too-large' };
    const served = serve({ requestId, payload, trace: begun, receivedAt });
    serving.add(served);
    const concurrency = serving.size;
    const { environment, report } = await served.finally(() => serving.delete(served));
    environments.release(environment);
    observe({ kind: 'invocation', concurrency, ...report });
    return invocationOf(report);
  };

  return {
    get configuration() {
      return configuration;
    },
    invoke,
    trace,
    environments: () => ({ idle: environments.idle(), busy: serving.size, pids: environments.pids() }),
    recycle: environments.recycle,
    kill: environments.kill,
    deploy: (codeDirectory) => {
      configuration = { ...configuration, codeDirectory };
      return environments.outdate();
    },
    close: async () => {
      closed = true;
      await environments.close();
      await Promise.allSettled(serving);
      await guard.close();
    },
  };
}

/** Lambda's own form, e.g. `2026/07/10/[$LATEST]0123456789abcdef0123456789abcdef`. */
function logStream(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}

function invocationOf({ requestId, outcome, initFailed }: InvocationReport): Invocation {
  if (outcome.status === 'success') return { ok: true, requestId, payload: outcome.payload };
  const { errorType, errorMessage } = outcome.error;
  const reason = outcome.status === 'error' && initFailed ? 'init-error' : outcome.status;
  return { ok: false, requestId, reason, errorType, errorMessage };
}
