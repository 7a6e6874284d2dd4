import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  bootstrapPath,
  type FunctionConfiguration,
  lambdaEnvironmentVariables,
  runtimeApi,
} from '../../local/index.ts';
import { body, delivery } from '../function/deliveries.ts';
import { parse } from '../function/output.ts';
import { type Account, accountOf } from './bundled-function.ts';

export interface Observed {
  /** From the spawn of the process to its first answer, in milliseconds. */
  readonly fromSpawnMs: number;
  /** The same from where the process's own clock begins, the 0 of its `performance.now()`. */
  readonly fromOriginMs: number;
  readonly account: Account;
}

/** Milliseconds on the clock that all processes of a machine share, and that nobody sets. */
const monotonic = () => Number(process.hrtime.bigint()) / 1e6;

/** One cold start as the process that hosts it sees it: by its spawn, and by the answer on the Runtime API. */
export async function observed(
  configuration: FunctionConfiguration,
  extraEnvironment: Readonly<Record<string, string>>,
): Promise<Observed> {
  const answered = Promise.withResolvers<number>();
  const idle = Promise.withResolvers<void>();
  let invocations = 0;
  const api = await runtimeApi((call) => {
    if (call.kind === 'response') answered.resolve(monotonic());
    if (call.kind === 'error' || call.kind === 'init-error') answered.reject(new Error(call.error.errorMessage));
    if (call.kind !== 'next') return;
    invocations += 1;
    if (invocations > 1) return idle.resolve();
    call.answer({
      requestId: '9f1d3c5e-0000-4000-8000-00000000000b',
      payload: JSON.stringify(delivery(body)),
      deadline: Date.now() + 5_000,
      functionArn: configuration.arn,
      traceHeader: 'Root=1-69558c00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=0',
    });
  });
  const sayOrigin =
    'data:text/javascript,process.stderr.write(String(Number(process.hrtime.bigint())/1e6-performance.now()))';
  const child = spawn(process.execPath, ['--import', sayOrigin, bootstrapPath, configuration.handler], {
    cwd: configuration.codeDirectory,
    env: {
      ...lambdaEnvironmentVariables(configuration, '2026/01/01/[$LATEST]0', api.address, extraEnvironment),
      NODE_V8_COVERAGE: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A spawn returns once the process runs its own program: what it took before is the work of this process.
  const spawnedAt = monotonic();
  let text = '';
  let origin = '';
  child.stderr.on('data', (chunk) => {
    origin += chunk;
  });
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  try {
    const answeredAt = await answered.promise;
    await idle.promise;
    return {
      fromSpawnMs: answeredAt - spawnedAt,
      fromOriginMs: answeredAt - Number(origin),
      account: accountOf(parse(text)),
    };
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    api.close();
  }
}
