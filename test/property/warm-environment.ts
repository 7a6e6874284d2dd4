import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeclaredSource } from '../../function/environment.ts';
import { schemes } from '../../function/sources/schemes.ts';
import { buildFunction } from '../../infra/bundle/bundle.ts';
import { datagrams } from '../datagrams.ts';
import {
  type Answer,
  type Answering,
  type AwsRequest,
  secretVersions,
  startAws,
} from '../function/harness/aws-server.ts';
import { context } from '../function/harness/deliveries.ts';
import { environment } from '../function/harness/environment.ts';
import { lambdaEnvironment } from '../function/harness/lambda-environment.ts';
import { captured, type Output } from '../function/harness/output.ts';
import { freshnessMs, maxDeliveryBytes, secretIdOf, secretsBySource, sourceOf } from './sources.ts';

/** What AWS answers while one request is handled; of several answers the last one stays. */
export interface AwsAnswers {
  readonly bus: readonly (Answer | Answering)[];
  readonly parking: Answer | Answering;
  /** Whether X-Ray samples the request. */
  readonly isTraced: boolean;
}

/** What came of one request. */
export interface Invocation {
  readonly answer: unknown;
  readonly durationMs: number;
  readonly output: Output;
  /** The calls that were made for it. */
  readonly calls: readonly AwsRequest[];
}

/** One execution environment, warm, that all requests go to. */
export interface WarmEnvironment {
  readonly invoke: (event: unknown, answers: AwsAnswers) => Promise<Invocation>;
  /** What the X-Ray daemon was sent since this was last asked. */
  readonly traces: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/**
 * The function waits for a bus that failed before no longer than a quarter of a second, and may then park, or refuse, what
 * the bus has taken: an answer that took this long, in milliseconds, says less.
 */
export const patienceMs = 200;

/** Its handler takes whatever Lambda has read as JSON. */
interface Bundle {
  readonly handler: (event: unknown, on: typeof context) => Promise<unknown>;
}

/** Who may deliver, and by which secrets. */
interface Sources {
  /** As the settings declare them. */
  readonly declared: readonly DeclaredSource[];
  readonly secrets: Readonly<Record<string, { readonly current?: string; readonly previous?: string }>>;
}

const ofMomento: Sources = {
  declared: Object.keys(secretsBySource).map((name) => ({ name, scheme: 'momento', secretId: secretIdOf(name) })),
  secrets: secretsBySource,
};

/** The function as it is deployed, bundled, in this process, with AWS at a server of the test's. */
export async function startEnvironment({ declared, secrets }: Sources = ofMomento): Promise<WarmEnvironment> {
  const aws = await startAws();
  for (const operation of ['PutEvents', 'SendMessage']) aws.answer(operation, { error: 'NobodyAsked' });
  aws.answer('GetSecretValue', (input) => secretVersions(secrets[sourceOf(input.SecretId)] ?? {})(input));

  const daemon = await datagrams();

  const variables = environment({
    ...lambdaEnvironment(aws),
    SOURCES: JSON.stringify(declared),
    FRESHNESS_SECONDS: String(freshnessMs / 1000),
    MAX_DELIVERY_BYTES: String(maxDeliveryBytes),
    SECRET_CACHE_SECONDS: '3600',
    PARKING_QUEUE_URL: `${aws.endpoint}/123456789012/parking`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_XRAY_DAEMON_ADDRESS: daemon.address,
  });
  variables.set();
  const used = schemes.filter(({ name }) => declared.some(({ scheme }) => scheme === name));
  const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-property-'));
  for (const [name, content] of Object.entries(await buildFunction({ schemes: used }))) {
    writeFileSync(join(folder, name), content);
  }
  const [{ handler }] = await captured(() => import(join(folder, 'index.mjs')) as Promise<Bundle>);

  let invocations = 0;
  return {
    async invoke(event, { bus, parking, isTraced }) {
      aws.forget();
      aws.answer('PutEvents', ...bus);
      aws.answer('SendMessage', parking);
      invocations += 1;
      process.env._X_AMZN_TRACE_ID = traceHeader(invocations, isTraced);
      const started = performance.now();
      const [answer, output] = await captured(() => inTime(handler(event, context)));
      const durationMs = performance.now() - started;
      // A machine that stood still made the function give up calls that are still on their way.
      if (durationMs >= patienceMs) await aws.caughtUp();
      return { answer, output, durationMs, calls: aws.requests() };
    },
    traces: async () => (await daemon.taken()).join(''),
    async close() {
      variables.reset();
      rmSync(folder, { recursive: true });
      daemon.close();
      await aws.close();
    },
  };
}

/** Whoever waits for a handler that hangs would wait for ever. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    timer = globalThis.setTimeout(() => reject(new Error('there is no answer after 10 s')), 10_000);
  });
  return Promise.race([answer, never]).finally(() => clearTimeout(timer));
}

function traceHeader(invocation: number, isTraced: boolean): string {
  const root = `1-69558c00-${invocation.toString(16).padStart(24, '0')}`;
  return `Root=${root};Parent=53995c3f42cd8ad8;Sampled=${isTraced ? 1 : 0}`;
}
