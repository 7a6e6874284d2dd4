import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coldStartLogKeys } from '../../function/signals.ts';
import { buildFunction } from '../../infra/bundle/bundle.ts';
import {
  createLambdaHost,
  epochMilliseconds,
  type FunctionConfiguration,
  type FunctionLogLine,
  type InvocationRecord,
  type LambdaHost,
} from '../../local/index.ts';
import { type AwsServer, entryAccepted, secretVersions, startAws } from '../function/aws-server.ts';
import { answered, currentSecret, delivery, payload, previousSecret } from '../function/deliveries.ts';
import { type Line, parse } from '../function/output.ts';

/** The files of the function's zip, in a folder as Lambda unpacks them. */
export type Files = Readonly<Record<string, Uint8Array>>;

let built: Promise<Files> | undefined;

/** The bundle, built once for all tests that run it as it is. */
export function functionFiles(): Promise<Files> {
  built ??= buildFunction();
  return built;
}

export function unpacked(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-function-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** AWS with a secret and a bus, each of which answers at once. */
export async function answeringAws(): Promise<AwsServer> {
  const aws = await startAws();
  aws.answer('GetSecretValue', secretVersions({ current: currentSecret, previous: previousSecret }));
  aws.answer('PutEvents', entryAccepted);
  return aws;
}

const source = { name: 'momento', scheme: 'momento', secretId: 'arn:secret:momento' };

/** The function as infra/ingress.ts configures it. */
export function functionConfiguration(codeDirectory: string): FunctionConfiguration {
  return {
    name: 'webhook-bridge-test',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:webhook-bridge-test',
    handler: 'index.handler',
    codeDirectory,
    timeoutSeconds: 5,
    memoryMb: 256,
    architecture: 'arm64',
    region: 'eu-west-1',
    environment: {
      POWERTOOLS_SERVICE_NAME: 'webhook-bridge-test',
      BUS_NAME: 'deliveries',
      PARKING_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/parking',
      SOURCES: JSON.stringify([source]),
      FRESHNESS_SECONDS: '60',
      MAX_DELIVERY_BYTES: '262144',
      SECRET_CACHE_SECONDS: '300',
      AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
      POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
      NODE_OPTIONS: '--v8-pool-size=1',
    },
    // None: what it reserved would bound how many deliveries it takes a second, too.
    reservedConcurrency: -1,
    logGroup: '/aws/lambda/webhook-bridge-test',
    tracing: 'Active',
  };
}

/** One delivery as it went, times in milliseconds since the epoch. */
export interface Delivered {
  readonly answer: ReturnType<typeof answered>;
  readonly logs: readonly Line[];
  readonly emf: readonly Line[];
  readonly text: string;
  /** Before the process was spawned, when the delivery started one. */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly report: Extract<InvocationRecord, { kind: 'invocation' }>;
}

export interface BundledFunction {
  readonly host: LambdaHost;
  /** A signed, fresh delivery; `traceHeader` as the Function URL would get it. */
  deliver(traceHeader?: string): Promise<Delivered>;
  close(): Promise<void>;
}

/** The real bundle under the real Lambda host. */
export function bundledFunction(
  files: Files,
  endpoint: string,
  extraEnvironment: Readonly<Record<string, string>> = {},
): BundledFunction {
  const folder = unpacked(files);
  const lines: FunctionLogLine[] = [];
  const events: InvocationRecord[] = [];
  let deliveries = 0;
  const host = createLambdaHost(functionConfiguration(folder), {
    extraEnvironment: { AWS_ENDPOINT_URL: endpoint, ...extraEnvironment },
    log: (line) => lines.push(line),
    observe: (event) => events.push(event),
  });
  return {
    host,
    async deliver(traceHeader = notSampled) {
      const sentAt = epochMilliseconds();
      // No two alike: the second would be known, and not published.
      deliveries += 1;
      const content = payload({ topic_sequence_number: deliveries });
      const result = await host.invoke(JSON.stringify(delivery(content)), { trace: host.trace(traceHeader) });
      const answeredAt = epochMilliseconds();
      const report = events.splice(0).at(-1);
      const output = lines.splice(0).filter(({ message }) => !message.includes('"type":"platform.'));
      assert.ok(result.ok, JSON.stringify(result));
      assert.ok(report?.kind === 'invocation');
      const text = output.map(({ message }) => message).join('\n');
      const answer = answered(JSON.parse(result.payload.toString()));
      return { ...parse(text), answer, sentAt, answeredAt, report };
    },
    async close() {
      await host.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Deliveries of which the function did not have to give up waiting for AWS, which answers at once: a machine that stalls
 * may let the time for that pass. At the tenth time they are as they are.
 */
export async function undisturbed<All extends readonly Delivered[]>(deliver: () => Promise<All>): Promise<All> {
  for (let tries = 1; ; tries += 1) {
    const delivered = await deliver();
    if (tries === 10 || !delivered.some(({ text }) => /"(AbortError|TimeoutError)"/.test(text))) return delivered;
  }
}

const notSampled = 'Root=1-69558c00-0123456789abcdef01234567;Sampled=0';

/** Milliseconds by name, as the log line of a cold start has them. */
export type Account = Readonly<Record<keyof typeof coldStartLogKeys, number>>;

export function accountOf({ logs }: Pick<Delivered, 'logs'>): Account {
  const line = logs.find(({ message }) => message === 'cold start');
  assert.ok(line, 'no cold start was logged');
  // Each key holds a number but for names, which no test takes from here.
  return Object.fromEntries(Object.entries(coldStartLogKeys).map(([name, key]) => [name, line[key]])) as Account;
}
