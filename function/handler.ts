import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { Configuration } from './configuration.ts';
import { admit } from './delivery/admission.ts';
import type { Duplicates, TakenStatus } from './delivery/duplicates.ts';
import { readPayload } from './delivery/payload.ts';
import { accepted, problem } from './delivery/responses.ts';
import type { Secrets } from './delivery/secrets.ts';
import { verify } from './delivery/signature/signature.ts';
import { framesOf, nameOf } from './errors.ts';
import { deliveryId, toEntry } from './event.ts';
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

/** What the steps know of a delivery by the time it ends. */
type Ending = Taken | NotTaken;
type Known = Omit<DeliveryRecord, 'status' | 'durationMs' | 'outcome' | 'reason' | 'deliveryId'>;
type Taken = Known & {
  readonly outcome: 'published' | 'parked' | 'duplicate';
  readonly status: TakenStatus;
  readonly deliveryId: string;
};
type NotTaken = Known & {
  readonly outcome: 'refused' | 'failed';
  readonly reason: Reason;
  readonly status: number;
  readonly deliveryId?: string;
};

/** Answers every request, whatever it holds: nothing that a sender can send makes the function itself fail. */
export function createHandler(parts: HandlerParts) {
  return (event: LambdaFunctionURLEvent, context: Context): Promise<LambdaFunctionURLResult> => {
    const { telemetry, coldStart } = parts;
    coldStart.invoked();
    const started = performance.now();
    return telemetry.step('handler', async () => {
      const ending = await deliver(event, parts, started + answerLimitMs).catch(unexpected);
      try {
        // Lambda names every request; whatever this event is, what became of it is written down.
        const correlationId = event?.requestContext?.requestId ?? 'none';
        telemetry.report({ ...ending, durationMs: elapsedMs(started) }, context, correlationId);
        const account = coldStart.answered((ending.publishMs ?? 0) + (ending.parkMs ?? 0));
        if (account) telemetry.coldStart(account);
      } catch (error) {
        // What is on the bus stays there: a report that fails must not make the sender try again.
        console.error(`the report of a delivery failed: ${nameOf(error)}`);
      }
      return 'reason' in ending ? problem(ending.reason) : accepted(ending.deliveryId, ending.status);
    });
  };
}

/** The way of a delivery. */
async function deliver(event: LambdaFunctionURLEvent, parts: HandlerParts, deadline: number): Promise<Ending> {
  const { configuration, secrets, publishOrPark, duplicates, telemetry } = parts;
  const receivedAt = event.requestContext.timeEpoch;
  // Nothing is fresh or stale against a time that is none.
  if (!Number.isSafeInteger(receivedAt)) throw new TypeError('the event has no time of receipt');

  const admission = admit(event, configuration);
  const { bodyBytes } = admission;
  const known = { source: admission.source?.name ?? 'none', bodyBytes };
  if (!admission.ok) return { ...known, ...notTaken(admission.reason) };

  const { source, body } = admission;
  const { scheme } = source;
  const signed = { ...known, scheme: scheme.name };
  const { headers } = event;
  const [verification, verifyMs] = await timed(() =>
    telemetry.step('verify', () => verify(source, headers, body, secrets)),
  );
  if (!verification.ok) return { ...signed, verifyMs, ...notTaken(verification.reason) };

  const freshnessMs = source.freshnessMs ?? configuration.freshnessMs;
  const payload = readPayload(scheme, { ...verification, headers, body }, receivedAt, freshnessMs);
  if (!payload.ok) {
    const { ageMs, field } = payload;
    return {
      ...signed,
      verifyMs,
      ...(ageMs === undefined ? {} : { ageMs }),
      ...(field === undefined ? {} : { missingField: field }),
      ...notTaken(payload.reason),
    };
  }

  const { ageMs, senderId } = payload;
  const id = deliveryId({ source, body, senderId });
  const fresh = { ...signed, deliveryId: id, ...(ageMs === undefined ? {} : { ageMs }), verifyMs };
  const before = duplicates.statusOf(id);
  if (before) return { ...fresh, outcome: 'duplicate', status: before };

  const delivery = { ...payload, source, body, receivedAt, traceId: telemetry.traceId() };
  const publication = await publishOrPark(toEntry(delivery, id, configuration.busName), deadline);
  if (publication.outcome === 'failed') return { ...fresh, ...publication, ...notTaken('publish-failed') };
  duplicates.remember(id, publication.status);
  return { ...fresh, ...publication };
}

function notTaken(reason: Reason): Pick<NotTaken, 'outcome' | 'reason' | 'status'> {
  const status = statusByReason[reason];
  return { outcome: status < 500 ? 'refused' : 'failed', reason, status };
}

/** A fault of ours. */
function unexpected(error: unknown): NotTaken {
  return { source: 'none', errorCode: nameOf(error), errorStack: framesOf(error), ...notTaken('unexpected') };
}
