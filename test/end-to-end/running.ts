import assert from 'node:assert/strict';
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { until } from '../until.ts';

const root = join(import.meta.dirname, '../..');

/** `npm start -- --json`, as another program meets it. */
export interface Running {
  readonly functionUrl: string;
  readonly awsEndpoint: string;
  /** URL of the web page. */
  readonly console: string;
  /** The first of `sources`. */
  readonly source: RunningSource;
  readonly sources: readonly RunningSource[];
  readonly aws: AwsAccess;
  readonly process: ChildProcess;
  readonly stop: () => Promise<void>;
}

interface RunningSource {
  readonly name: string;
  readonly scheme: string;
  readonly url: string;
  /** The address that its sender signs, if it does. */
  readonly signedUrl: string;
  readonly secretId: string;
}

type AwsAccess = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: {
    readonly metadata: Readonly<Record<string, string>>;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

export function startCli(...args: readonly string[]): ChildProcess {
  return spawned(args, {});
}

/** With a process group of its own, as a terminal gives it: one signal reaches it and what it started, all at once. */
export function startCliAsJob(...args: readonly string[]): ChildProcess {
  return spawned(args, { detached: true });
}

function spawned(args: readonly string[], options: SpawnOptions): ChildProcess {
  const start = join(root, 'local/start/start.ts');
  return spawn(process.execPath, [start, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function startJson(...args: readonly string[]): Promise<Running> {
  const child = startCli('--json', '--port', '0', '--aws-port', '0', '--console-port', '0', ...args);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the child has no output');
  let said = '';
  stderr.on('data', (chunk) => {
    said += chunk;
  });
  const lines = createInterface(stdout);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the run ended before it was ready: ${said}`)));
  const [first] = await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => {});
  lines.on('line', () => {});
  const { functionUrl, awsEndpoint, console, sources } = JSON.parse(first);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    functionUrl,
    awsEndpoint,
    console,
    source: sources[0],
    sources,
    aws: { endpoint: awsEndpoint, region: 'us-east-1', credentials },
    process: child,
    stop: async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** The secret as any sender would be given it. */
export async function secretOf({ aws, source }: Running): Promise<string> {
  const { SecretString = '' } = await new SecretsManagerClient(aws).send(
    new GetSecretValueCommand({ SecretId: source.secretId }),
  );
  return SecretString;
}

/** A Momento payload; whatever is given replaces or, when undefined, removes a field. */
export function payload(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    cache: 'chat',
    topic: 'room-281',
    event_timestamp: Date.now(),
    publish_timestamp: Date.now(),
    topic_sequence_number: 1,
    token_id: '',
    text: 'hello',
    ...fields,
  });
}

export function sign(secret: string, body: string | Buffer): string {
  return createHmac('sha3-256', secret).update(body).digest('hex');
}

export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly body?: string | Buffer;
  readonly signature?: string | readonly string[];
  readonly contentType?: string | undefined;
}

/** One request to the Function URL of the run. */
export function send({ functionUrl, source }: Running, request: Sent): Promise<Response> {
  const { path = source.name, method = 'POST', body, signature } = request;
  const contentType = 'contentType' in request ? request.contentType : 'application/json';
  const headers = new Headers();
  if (contentType !== undefined) headers.set('content-type', contentType);
  for (const value of [signature ?? []].flat()) headers.append('momento-signature', value);
  // As bytes: fetch gives text a content type of its own.
  return fetch(functionUrl + path, { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) });
}

/** Of the deliveries that EventBridge did not answer in time, as the function says: those that a machine stalled over. */
export const lateIds = (run: Running) =>
  idsOf(run, '{ $.outcome = "parked" && ($.error_code = "AbortError" || $.error_code = "TimeoutError") }');

/** Of those that it answered in time only when it was asked again: what it was asked before it may have done as well. */
export const repeatedIds = (run: Running) => idsOf(run, '{ $.publish_attempts > 1 }');

/** Of the deliveries whose log lines match. */
async function idsOf({ aws }: Running, filterPattern: string): Promise<ReadonlySet<string>> {
  const { events = [] } = await new CloudWatchLogsClient(aws).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/webhook-bridge_dev', filterPattern }),
  );
  return new Set(events.map(({ message = '' }) => JSON.parse(message).delivery_id));
}

/** The id of a delivery that was taken in: answered with 200, or with 202 where EventBridge was late. */
export async function takenIn(run: Running, response: Response): Promise<string> {
  const answer = await response.text();
  // What it really is, the status says.
  const { id } = JSON.parse(answer) as { readonly id: string };
  if (response.status !== 200) {
    assert.equal(response.status, 202, answer);
    // Its line follows the answer.
    await until(async () => (await lateIds(run)).has(id));
  }
  return id;
}

/** Takes everything that lies in `local-events`, until nothing came for 0.3 s: the bus delivers in a few milliseconds. */
export async function takeEvents({ aws }: Running): Promise<readonly BusEvent[]> {
  const client = new SQSClient(aws);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'local-events' }));
  const events: BusEvent[] = [];
  for (let quietSince = performance.now(); performance.now() - quietSince < 300; ) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) {
      await setTimeout(50);
      continue;
    }
    quietSince = performance.now();
    events.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return events;
}
