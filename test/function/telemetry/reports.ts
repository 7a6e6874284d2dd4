import { createTelemetry, type DeliveryRecord } from '../../../function/telemetry/telemetry.ts';
import { context } from '../harness/deliveries.ts';
import { environment } from '../harness/environment.ts';
import { captured } from '../harness/output.ts';
import { readEmf } from './emf.ts';

/** For as long as deliveries are reported. */
export const variables = environment({ POWERTOOLS_SERVICE_NAME: 'webhook-bridge-test' });

export const correlationId = 'correlation-1';

/** Everything that a delivery can have. */
export const complete: Required<DeliveryRecord> = {
  outcome: 'failed',
  reason: 'publish-failed',
  status: 503,
  source: 'momento',
  scheme: 'momento',
  deliveryId: '410510f472fa7c9d51013b0ae4374371',
  bodyBytes: 153,
  ageMs: 250,
  durationMs: 40,
  verifyMs: 1,
  publishMs: 30,
  parkMs: 12,
  publishAttempts: 3,
  entryFailures: 1,
  missingField: 'topic',
  errorCode: 'ThrottlingException',
  parkError: 'AbortError',
  errorStack: ['    at put (publish.ts:1:1)'],
};

export const published: DeliveryRecord = { outcome: 'published', status: 200, source: 'momento', durationMs: 40 };
export const parked: DeliveryRecord = { outcome: 'parked', status: 202, source: 'momento', durationMs: 90, parkMs: 20 };
export const handshake: DeliveryRecord = { outcome: 'handshake', status: 200, source: 'slack', durationMs: 2 };
export const repeated: DeliveryRecord = { outcome: 'duplicate', status: 202, source: 'momento', durationMs: 3 };
export const refused: DeliveryRecord = {
  outcome: 'refused',
  reason: 'stale',
  status: 403,
  source: 'momento',
  durationMs: 2,
};

/** Reports deliveries one after the other. */
export async function report(...records: readonly DeliveryRecord[]) {
  const [, output] = await captured(() => {
    const telemetry = createTelemetry();
    for (const record of records) telemetry.report(record, context, correlationId);
  });
  return { logs: output.logs, emf: output.emf.map(readEmf) };
}
