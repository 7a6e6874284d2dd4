import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { Configuration } from './configuration.ts';
import { admit } from './delivery/admission.ts';
import type { Duplicates } from './delivery/duplicates.ts';
import type { Handshake } from './delivery/handshakes.ts';
import { readPayload } from './delivery/payload.ts';
import { accepted, problem, type Response, shake } from './delivery/responses.ts';
import type { Secrets } from './delivery/secrets.ts';
import { verify } from './delivery/signature/signature.ts';
import { framesOf, nameOf } from './errors.ts';
import { deliveryId as idOf, toEntry } from './event.ts';
import type { ColdStart } from './init/cold-start.ts';
import type { PublishOrPark } from './publication/publication.ts';
import { type Reason, statusByReason } from './signals.ts';
import type { DeliveryRecord, Telemetry } from './telemetry/telemetry.ts';
import { elapsedMs, timed } from './telemetry/timed.ts';
import { answerLimitMs } from './time-budget.ts';

export interface HandlerParts {
  readonly configuration: Configuration;
  readonly secrets: Secrets;
  readonly publishOrPark: PublishOrPark;
  readonly duplicates: Duplicates;
  readonly telemetry: Telemetry;
  readonly coldStart: ColdStart;
}

/** How a delivery ended, and what its sender is told. */
type Ending = Omit<DeliveryRecord, 'durationMs' | 'status'> & { readonly response: Response };

/** Answers every request, whatever it holds: nothing that a sender can send makes the function itself fail. */
export function createHandler(parts: HandlerParts) {
  return (event: LambdaFunctionURLEvent, context: Context): Promise<LambdaFunctionURLResult> => {
    const { telemetry, coldStart } = parts;
    coldStart.invoked();
    const started = performance.now();
    return telemetry.step('handler', async () => {
      const { response, ...ending } = await deliver(event, parts, started).catch(unexpected);
      try {
        // Lambda names every request; whatever this event is, what became of it is written down.
        const correlationId = event?.requestContext?.requestId ?? 'none';
        const record = { ...ending, status: response.statusCode, durationMs: elapsedMs(started) };
        telemetry.report(record, context, correlationId);
        const account = coldStart.answered((ending.publishMs ?? 0) + (ending.parkMs ?? 0));
        if (account) telemetry.coldStart(account);
      } catch (error) {
        // What is on the bus stays there: a report that fails must not make the sender try again.
        console.error(`the report of a delivery failed: ${nameOf(error)}`);
      }
      return response;
    });
  };
}

/** The way of a delivery. */
async function deliver(event: LambdaFunctionURLEvent, parts: HandlerParts, started: number): Promise<Ending> {
  const { configuration, secrets, publishOrPark, duplicates, telemetry } = parts;
  const receivedAt = event.requestContext.timeEpoch;
  // Nothing is fresh or stale against a time that is none.
  if (!Number.isSafeInteger(receivedAt)) throw new TypeError('the event has no time of receipt');

  const admission = admit(event, configuration);
  const { bodyBytes } = admission;
  const known = { source: admission.source?.name ?? 'none', bodyBytes };
  if (!admission.ok) return { ...known, ...notTaken(admission.reason) };

  const { source } = admission;
  const { scheme } = source;
  const ofScheme = { ...known, scheme: scheme.name };
  if ('handshake' in admission) return { ...ofScheme, ...shaken(admission.handshake) };
  const { request } = admission;
  const [verification, verifyMs] = await timed(() => telemetry.step('verify', () => verify(source, request, secrets)));
  const verified = { ...ofScheme, verifyMs };
  if (!verification.ok) return { ...verified, ...notTaken(verification.reason) };

  const freshnessMs = source.freshnessMs ?? configuration.freshnessMs;
  const payload = readPayload(scheme, { ...request, ...verification }, receivedAt, freshnessMs);
  const { ageMs } = payload;
  const read = { ...verified, ...(ageMs === undefined ? {} : { ageMs }) };
  if (!payload.ok) {
    const { field, reason } = payload;
    return { ...read, ...(field === undefined ? {} : { missingField: field }), ...notTaken(reason) };
  }
  if (payload.handshake) return { ...read, ...shaken(payload.handshake) };

  const { body } = request;
  const deliveryId = idOf({ source, body, senderId: payload.senderId });
  const identified = { ...read, deliveryId };
  const before = duplicates.statusOf(deliveryId);
  if (before) return { ...identified, outcome: 'duplicate', response: accepted(deliveryId, before, scheme.answer) };

  const delivery = { ...payload, source, body, receivedAt, traceId: telemetry.traceId() };
  const entry = toEntry(delivery, deliveryId, configuration.busName);
  const publication = await publishOrPark(entry, started + (source.answerLimitMs ?? answerLimitMs));
  if (publication.outcome === 'failed') return { ...identified, ...publication, ...notTaken('publish-failed') };
  const { status, ...published } = publication;
  duplicates.remember(deliveryId, status);
  return { ...identified, ...published, response: accepted(deliveryId, status, scheme.answer) };
}

function shaken(handshake: Handshake): Pick<Ending, 'outcome' | 'response'> {
  return { outcome: 'handshake', response: shake(handshake) };
}

function notTaken(reason: Reason): Pick<Ending, 'outcome' | 'reason' | 'response'> {
  return { outcome: statusByReason[reason] < 500 ? 'refused' : 'failed', reason, response: problem(reason) };
}

/** A fault of ours. */
function unexpected(error: unknown): Ending {
  return { source: 'none', errorCode: nameOf(error), errorStack: framesOf(error), ...notTaken('unexpected') };
}
