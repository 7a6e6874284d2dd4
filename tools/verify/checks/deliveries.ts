import { randomBytes } from 'node:crypto';
import { type LogKey, loggedLine } from '../../function-log.ts';
import { newSecret, type SignedDelivery } from '../../senders.ts';
import type { BusEvent, BusEvents } from '../events/bus-events.ts';
import { testDelivery } from '../events/test-delivery.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { patience, type VerifiedStack } from '../verified-stack.ts';
import type { Source } from './secrets.ts';

/** How long an event may take to come from the bus, in milliseconds. */
const eventMs = 60_000;

export interface DeliveryFinding {
  readonly finding: Finding;
  /** Where it came. */
  readonly event?: BusEvent;
}

export interface TestDelivery {
  readonly source: Source;
  readonly secret: string;
  /** Where it goes. */
  readonly url: string;
  /** The address that the sender was given. */
  readonly address: string;
  readonly run: string;
}

/** Whether a delivery that is signed is taken, comes from the bus as an event, and has its line in the log. */
export async function deliveryFinding(
  verified: VerifiedStack,
  { source, secret, url, address, run }: TestDelivery,
  events: BusEvents,
): Promise<DeliveryFinding> {
  const answered = await post(verified, url, testDelivery(source, secret, address, run));
  if (answered.status === undefined) return { finding: unanswered(url, answered) };
  if (answered.status < 200 || answered.status > 299) {
    return { finding: problem(`answered ${answered.status}: ${answered.text}`, await lookAt(verified, answered)) };
  }
  // Its id is not in the answer of every source.
  const isOfSource = (event: BusEvent) => event.source === `webhook.${source.name}`;
  const event = await events.event(isOfSource, patience(verified, eventMs));
  if (!event) {
    const says = `answered ${answered.status}, and its event did not come from the bus ${verified.declared.busName}`;
    return { finding: problem(says, await lookAt(verified, answered)) };
  }
  const line = await logLine(verified, { deliveryId: event.detail.metadata.id });
  if (!line) {
    const { logGroup } = verified.declared;
    return {
      finding: problem(`on the bus, and ${logGroup} has no line of it`, 'docs/runbook.md#lost-telemetry'),
      event,
    };
  }
  const took = `${answered.status} in ${answered.tookMs} ms`;
  return {
    finding: ok(`answered ${took}, on the bus as "${event['detail-type']}", ${line.outcome} in the log`),
    event,
  };
}

/** Whether one that another secret has signed is refused. */
export async function forgeryFinding(
  verified: VerifiedStack,
  { source, url, address, run }: TestDelivery,
): Promise<Finding> {
  const answered = await post(verified, url, testDelivery(source, newSecret(), address, run));
  if (answered.status === undefined) return unanswered(url, answered);
  const { status, text } = answered;
  if (status === 401) return ok('signed by another secret: answered 401');
  return problem(
    `signed by another secret: answered ${status}, not 401: ${text}`,
    'let no sender use the address until this is understood: the log line of the delivery says how it was taken',
  );
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly requestId: string | null;
  readonly tookMs: number;
}

interface Unanswered {
  readonly status: undefined;
  /** Why. */
  readonly text: string;
}

function unanswered(url: string, { text }: Unanswered): Finding {
  return problem(
    `${url} gives no answer: ${text}`,
    'see that this machine reaches the address: curl -i shows what it answers',
  );
}

/** With a trace that is to be sampled, so that it can be looked for. */
async function post(
  { stopped }: VerifiedStack,
  url: string,
  { headers, body }: SignedDelivery,
): Promise<Answered | Unanswered> {
  const root = `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const traced = { ...headers, 'x-amzn-trace-id': `Root=${root};Sampled=1` };
  const began = performance.now();
  try {
    const answered = await fetch(url, { method: 'POST', headers: traced, body: new Uint8Array(body), signal: stopped });
    const text = await answered.text();
    const requestId = answered.headers.get('x-amzn-requestid');
    return { status: answered.status, text, requestId, tookMs: Math.round(performance.now() - began) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: undefined, text: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function logLine({ aws, declared: { logGroup }, stopped }: VerifiedStack, key: LogKey) {
  return await loggedLine({ aws, logGroup }, key, stopped);
}

/** Where to look, with the reason that the function gave itself. */
async function lookAt(verified: VerifiedStack, answered: Answered): Promise<string> {
  const { requestId } = answered;
  const line = requestId === null ? undefined : await logLine(verified, { requestId });
  const { logGroup } = verified.declared;
  if (!line) return `${logGroup} has no line of it: docs/runbook.md#lost-telemetry`;
  const [reason = line.outcome, code = ''] = [line.reason, line.error_code];
  return `its line in ${logGroup} says ${[reason, code].filter(Boolean).join(', ')}: README.md says what it means`;
}
