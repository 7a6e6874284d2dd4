import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { admit } from './admission.ts';
import type { ColdStart } from './cold-start.ts';
import type { Configuration } from './configuration.ts';
import { readPayload } from './payload.ts';
import { deliveryId, publish, toEntry } from './publish.ts';
import type { EventBridge } from './resolved-once.ts';
import { accepted, problem } from './responses.ts';
import type { Secrets } from './secrets.ts';
import { type Reason, statusByReason } from './signals.ts';
import { verify } from './signature.ts';
import type { DeliveryRecord, Telemetry } from './telemetry.ts';

export interface Parts {
  readonly configuration: Configuration;
  readonly secrets: Secrets;
  readonly eventBridge: EventBridge;
  readonly telemetry: Telemetry;
  readonly coldStart: ColdStart;
}

/** What the steps know of a delivery by the time it ends. */
type Ending = Published | NotPublished;
type Known = Omit<DeliveryRecord, 'status' | 'durationMs' | 'outcome' | 'reason' | 'deliveryId'>;
type Published = Known & { readonly outcome: 'published'; readonly deliveryId: string };
type NotPublished = Known & {
  readonly outcome: 'refused' | 'failed';
  readonly reason: Reason;
  readonly deliveryId?: string;
};

/** A sender hangs up after 5 s, so an answer has to be on its way before; in milliseconds from the first line. */
const deadlineMs = 3_500;

/** Answers every request, whatever it holds: nothing that a sender can send makes the function itself fail. */
export function createHandler(parts: Parts) {
  return (event: LambdaFunctionURLEvent, context: Context): Promise<LambdaFunctionURLResult> => {
    const { telemetry, coldStart } = parts;
    coldStart.invoked();
    const started = performance.now();
    return telemetry.step('handler', async () => {
      const ending = await deliver(event, parts, started + deadlineMs).catch(unexpected);
      const status = ending.outcome === 'published' ? 200 : statusByReason[ending.reason];
      try {
        const record = { ...ending, status, durationMs: since(started) };
        telemetry.report(record, context, event.requestContext.requestId);
        const account = coldStart.answered(ending.publishMs);
        if (account) telemetry.coldStart(account);
      } catch (error) {
        // What is on the bus stays there: a report that fails must not make the sender try again.
        console.error(`the report of a delivery failed: ${nameOf(error)}`);
      }
      return ending.outcome === 'published' ? accepted(ending.deliveryId) : problem(ending.reason);
    });
  };
}

/** The way of a delivery. */
async function deliver(event: LambdaFunctionURLEvent, parts: Parts, deadline: number): Promise<Ending> {
  const { configuration, secrets, eventBridge, telemetry } = parts;
  const receivedAt = event.requestContext.timeEpoch;

  const admission = admit(event, configuration);
  const { bodyBytes } = admission;
  const known = { source: admission.source?.name ?? 'none', bodyBytes };
  if (!admission.ok) return { ...known, ...notPublished(admission.reason) };

  const { source, body } = admission;
  const { scheme } = source;
  const signed = { ...known, scheme: scheme.name };
  const header = event.headers[scheme.signatureHeader];
  const [verification, verifyMs] = await timed(() =>
    telemetry.step('verify', () => verify(source, header, body, secrets)),
  );
  if (!verification.ok) return { ...signed, verifyMs, ...notPublished(verification.reason) };

  const payload = readPayload(scheme, body, receivedAt, configuration.freshnessMs);
  if (!payload.ok) {
    const { ageMs, field } = payload;
    return {
      ...signed,
      verifyMs,
      ...(ageMs === undefined ? {} : { ageMs }),
      ...(field === undefined ? {} : { missingField: field }),
      ...notPublished(payload.reason),
    };
  }

  const { ageMs } = payload;
  const id = deliveryId({ source, body });
  const entry = toEntry(
    { ...payload, source, body, receivedAt, traceId: telemetry.traceId() },
    id,
    configuration.busName,
  );
  const [published, publishMs] = await timed(() =>
    telemetry.step('publish', () => publish(eventBridge, entry, deadline)),
  );
  const { attempts: publishAttempts, entryFailures } = published;
  const ended = { ...signed, deliveryId: id, ageMs, verifyMs, publishMs, publishAttempts, entryFailures };
  if (published.ok) return { ...ended, outcome: 'published' };
  return { ...ended, errorCode: published.errorCode, ...notPublished('publish-failed') };
}

function notPublished(reason: Reason): Pick<NotPublished, 'outcome' | 'reason'> {
  return { outcome: statusByReason[reason] < 500 ? 'refused' : 'failed', reason };
}

/** A fault of ours. */
function unexpected(error: unknown): NotPublished {
  return { source: 'none', errorCode: nameOf(error), errorStack: framesOf(error), ...notPublished('unexpected') };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** The stack without the message before it, which may quote what the sender sent. */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || !error.stack?.includes(error.message)) return [];
  const frames = error.stack.slice(error.stack.indexOf(error.message) + error.message.length);
  return frames.split('\n').filter((line) => line !== '');
}

async function timed<T>(run: () => Promise<T>): Promise<readonly [T, number]> {
  const started = performance.now();
  return [await run(), since(started)];
}

/** Milliseconds, to the microsecond: more digits would only lengthen log lines. */
function since(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}
