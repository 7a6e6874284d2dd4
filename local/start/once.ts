import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localAws } from '../../tools/local-aws.ts';
import { fetchSecret } from '../../tools/secrets.ts';
import { handshakeOf, senderOf } from '../../tools/senders.ts';
import type { LocalStack } from '../stack/stack.ts';

/** One step of a delivery, as it went. */
export interface Step {
  readonly source: string;
  readonly step: string;
  readonly ok: boolean;
  /** One line for a person. */
  readonly says: string;
  /** What the step brought to light, for whoever wants all of it. */
  readonly detail?: unknown;
}

/** How long a step waits for what follows a delivery, in milliseconds. */
const patienceMs = 10_000;

type Fields = Readonly<Record<string, unknown>>;

/** Sends one signed delivery a source and follows it through every AWS API of the stack. Ends with the first that fails. */
export async function* oneDeliveryEach(stack: LocalStack): AsyncGenerator<Step> {
  for (const source of stack.sources) {
    for await (const step of oneDelivery(stack, source)) {
      yield { source: source.name, ...step };
      if (!step.ok) return;
    }
  }
}

async function* oneDelivery(
  stack: LocalStack,
  source: LocalStack['sources'][number],
): AsyncGenerator<Omit<Step, 'source'>> {
  const aws = localAws(stack.awsEndpoint, stack.region);
  let step = 'secret';
  try {
    const secret = await fetchSecret(aws, source.secretId);
    yield { step, ok: true, says: `${source.secretId}, read from Secrets Manager` };

    step = 'handshake';
    yield* handshake(source, secret);

    step = 'delivery';
    const { headers, body } = senderOf(source.description ?? source.scheme, source.signedUrl)(secret, Date.now());
    const sent = performance.now();
    const answer = await fetch(source.url, { method: 'POST', headers, body });
    const text = await answer.text();
    const took = Math.round(performance.now() - sent);
    const status = `POST ${source.url} → ${answer.status} in ${took} ms`;
    if (!answer.ok) throw new Error(`${status}: ${text}`);
    const logs = new CloudWatchLogsClient(aws);
    const id = text === '' ? await loggedId(logs, stack.logGroup, answer) : (JSON.parse(text) as { id: string }).id;
    yield { step, ok: true, says: status, detail: { id } };

    step = 'event';
    const event = await receive(new SQSClient(aws), stack.localEvents, id);
    yield {
      step,
      ok: true,
      says: `${event.source}, "${event['detail-type']}", on bus ${stack.busNames}`,
      detail: event,
    };

    step = 'log line';
    const line = await logged(logs, stack.logGroup, `{ $.delivery_id = "${id}" }`);
    yield { step, ok: line.outcome === 'published', says: `${line.message}, in ${stack.logGroup}`, detail: line };

    step = 'metrics';
    const emf = await logged(logs, stack.logGroup, `{ $.HandlerDuration = * && $.source = "${source.name}" }`);
    const metrics = metricsOf(emf);
    yield { step, ok: metrics.Published === 1, says: 'as CloudWatch extracts them from the log', detail: metrics };

    // The environment that a source before this one has started.
    if (line.cold_start === false) return;
    step = 'cold start';
    const ofThis = `$.function_request_id = "${line.function_request_id}"`;
    const account = await logged(logs, stack.logGroup, `{ $.message = "cold start" && ${ofThis} }`);
    const phases = Object.entries(account).filter(([key]) => key.endsWith('_ms'));
    const says = `${account.total_ms} ms from the start of the process to the end of the delivery`;
    yield { step, ok: account.init === 'on-demand', says, detail: Object.fromEntries(phases) };
  } catch (error) {
    yield { step, ok: false, says: reason(error) };
  }
}

/** A failed fetch says why only in its cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The event with that id, from the queue that gets every event. */
async function receive(client: SQSClient, QueueUrl: string, id: string): Promise<Fields> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    for (const { Body = '', ReceiptHandle } of Messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const event = JSON.parse(Body) as { detail: { metadata: { id: string } } } & Fields;
      if (event.detail.metadata.id === id) return event;
    }
  }
  throw new Error(`no event with the id ${id} came to ${QueueUrl} in ${patienceMs / 1000} s`);
}

/** The newest line that matches. Lines reach a log group after the answer, as they do on AWS. */
async function logged(client: CloudWatchLogsClient, logGroupName: string, filterPattern: string): Promise<Fields> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    const message = events.at(-1)?.message;
    if (message !== undefined) return JSON.parse(message) as Fields;
    await setTimeout(50);
  }
  throw new Error(`no line of ${logGroupName} matched ${filterPattern} in ${patienceMs / 1000} s`);
}

/** The delivery id of an answer without a body, as some senders want it: by its trace. */
async function loggedId(client: CloudWatchLogsClient, logGroup: string, answer: Response): Promise<string> {
  const trace = /Root=([^;]+)/.exec(answer.headers.get('x-amzn-trace-id') ?? '')?.[1];
  const line = await logged(client, logGroup, `{ $.xray_trace_id = "${trace}" && $.delivery_id = * }`);
  return String(line.delivery_id);
}

/** Asks as the sender does that checks an address, and wants the answer that it wants. */
async function* handshake(source: LocalStack['sources'][number], secret: string): AsyncGenerator<Omit<Step, 'source'>> {
  const { scheme, description, signedUrl, verifyToken = '' } = source;
  const request = handshakeOf(description ?? scheme, secret, Date.now(), signedUrl, verifyToken);
  if (!request) return;
  const { method, query, answer: wanted, headers, body } = request;
  const answer = await fetch(source.url + query, { method, ...(headers && { headers }), ...(body && { body }) });
  const text = await answer.text();
  const says = `${method} ${source.url} → ${answer.status} ${text}`;
  yield { step: 'handshake', ok: answer.status === wanted.status && text === wanted.body, says };
}

/** The values that CloudWatch extracts from a line in Embedded Metric Format. */
function metricsOf(emf: Fields): Readonly<Record<string, number>> {
  const { CloudWatchMetrics } = emf._aws as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] };
  const names = CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return Object.fromEntries(names.map((name) => [name, Number(emf[name])]));
}
