import type { LogListener } from '../aws/logs/logs.ts';
import type { NotificationDelivery } from '../aws/sns/subscriptions.ts';
import type { LocalStack } from '../stack/stack.ts';
import type { Step } from './once.ts';

/** How the run speaks: to a person, or in machine-readable lines. Notes go to standard error either way. */
export interface Terminal {
  readonly note: (line: string) => void;
  readonly ready: (stack: LocalStack, console: string) => void;
  readonly log: LogListener;
  readonly step: (step: Step) => void;
  /** What a topic was told, and what became of it for one subscriber. */
  readonly notification: (delivery: NotificationDelivery) => void;
}

const note = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

// Whoever read the lines may have gone, as `head -1` does after the first; the stack runs on.
process.stdout.on('error', () => {});

export const machine: Terminal = {
  note,
  ready: ({ functionUrl, awsEndpoint, sources }, console) =>
    print(JSON.stringify({ ready: true, functionUrl, awsEndpoint, console, sources })),
  log: ({ group, stream, timestamp, message }) => print(JSON.stringify({ log: { group, stream, timestamp, message } })),
  step: (step) => print(JSON.stringify(step)),
  notification: (delivery) => print(JSON.stringify({ notification: delivery })),
};

export const person: Terminal = {
  note,
  ready(stack, console) {
    const aws = `aws --endpoint-url ${stack.awsEndpoint} --region ${stack.region}`;
    const lines = [
      `Stack ${stack.stack} runs on this machine. Ctrl-C stops it.`,
      '',
      `  ${'console'.padEnd(15)} ${console}`,
      ...stack.sources.flatMap(({ name, url, secretId }) => [
        `  ${name.padEnd(15)} POST ${url}`,
        `  ${''.padEnd(15)} signed with the secret ${secretId}`,
      ]),
      `  ${'AWS endpoint'.padEnd(15)} ${stack.awsEndpoint}`,
      `  ${'bus'.padEnd(15)} ${stack.busNames.join(', ')}`,
      `  ${'log group'.padEnd(15)} ${stack.logGroup}`,
      '',
      'With the aws CLI, and any credentials:',
      ...stack.sources.map(({ secretId }) => `  ${aws} secretsmanager get-secret-value --secret-id ${secretId}`),
      `  ${aws} sqs receive-message --queue-url ${stack.localEvents}`,
      `  ${aws} logs filter-log-events --log-group-name ${stack.logGroup}`,
      '',
      'Deliveries:',
    ];
    print(lines.join('\n'));
  },
  log({ timestamp, message }) {
    const line = deliveryLine(message);
    if (line) print(`  ${new Date(timestamp).toISOString().slice(11, 23)}  ${line}`);
  },
  notification({ at, topic, subject, protocol, endpoint, outcome, error }) {
    const time = new Date(at).toISOString().slice(11, 23);
    const became = {
      delivered: 'delivered',
      failed: `failed: ${error}`,
      unconfirmed: 'not confirmed yet',
      withheld: 'not sent from here',
    };
    print(`  ${time}  notified ${topic}: ${subject ?? ''} → ${protocol} ${endpoint} (${became[outcome]})`);
  },
  step({ source, step, ok, says, detail }) {
    print(`${ok ? '✓' : '✗'} ${source}  ${step}: ${says}`);
    if (detail === undefined) return;
    const text = JSON.stringify(detail, undefined, 2);
    print(text.replace(/^/gm, '    '));
  },
};

/** One line for a delivery's log line; nothing for every other line. */
function deliveryLine(message: string): string | undefined {
  const { status, outcome, reason, source, duration_ms: duration, cold_start: cold } = fieldsOf(message);
  if (outcome === undefined) return undefined;
  const why = reason ? ` (${reason})` : '';
  return `${status}  ${source}  ${outcome}${why}  ${Number(duration).toFixed(1)} ms${cold ? '  cold start' : ''}`;
}

/** A handler that died in mid-line, or a library of its own mind, may write what is no JSON. */
function fieldsOf(message: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(message);
  } catch {
    return {};
  }
}
