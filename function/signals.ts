import { type Phase, phases, type WarmupPart, warmupParts } from './init/phases.ts';

/**
 * The one vocabulary: the handler emits by it, dashboards draw by it, alarms watch by it. Metric names are CloudWatch
 * metric names, log keys are top-level keys of the JSON log line.
 */

/** CloudWatch namespace of every metric below. The dimension `service` is the function's name, so stacks stay apart. */
export const namespace = 'WebhookBridge';

/**
 * Each delivery emits its metrics by service, by service and source and, when it was refused or failed, by service and
 * reason. Each fetch of a secret emits its own by service and by service and source. Each cold start emits the duration
 * of its phases by service and `init`: who waited for it (on-demand), or that nobody did (proactive,
 * provisioned-concurrency).
 */
export const dimensions = { service: 'service', source: 'source', reason: 'reason', init: 'init' } as const;

export const metrics = {
  /** Deliveries that lie on the bus. */
  published: { name: 'Published', unit: 'Count' },
  /** Deliveries answered 202: EventBridge did not take them in time, and they wait on the parking queue for it. */
  parked: { name: 'Parked', unit: 'Count' },
  /** Deliveries that this environment had taken before: answered as then, and not published again. */
  duplicate: { name: 'Duplicates', unit: 'Count' },
  /** Requests by which senders check the address, answered as they want it. They become no events. */
  handshake: { name: 'Handshakes', unit: 'Count' },
  /** Deliveries answered 4xx: the sender's fault. By reason. */
  refused: { name: 'Refused', unit: 'Count' },
  /** Deliveries answered 5xx: ours, or AWS's, fault. By reason. */
  failed: { name: 'Failed', unit: 'Count' },
  /** Body as received, decoded. */
  bodySize: { name: 'BodySize', unit: 'Bytes' },
  /** Signed timestamp to receipt; negative when the sender's clock is ahead. */
  age: { name: 'DeliveryAge', unit: 'Milliseconds' },
  /** The handler's whole work on a delivery. */
  duration: { name: 'HandlerDuration', unit: 'Milliseconds' },
  /** PutEvents, retries included. */
  publishDuration: { name: 'PublishDuration', unit: 'Milliseconds' },
  /** SendMessage to the parking queue, loading its client included. */
  parkDuration: { name: 'ParkDuration', unit: 'Milliseconds' },
  /** PutEvents calls after the first for one delivery. */
  publishRetries: { name: 'PublishRetries', unit: 'Count' },
  /** Entries that EventBridge refused in an answer of 200, for one delivery. */
  entryFailures: { name: 'EntryFailures', unit: 'Count' },
  /** Fetches of a source's secret versions, by any cause. */
  secretFetches: { name: 'SecretFetches', unit: 'Count' },
  /** Those that were made because a signature fitted no cached version. */
  secretRefreshes: { name: 'SecretRefreshes', unit: 'Count' },
  /** Fetches that failed: the cached versions stay in use. */
  secretFetchFailures: { name: 'SecretFetchFailures', unit: 'Count' },
  /** Fetches that found a value which is no secret of the source's scheme: the log says why. */
  secretProblems: { name: 'SecretProblems', unit: 'Count' },
  /** Since AWSCURRENT got its value, at the time of a fetch: how long ago the last rotation was. */
  secretAge: { name: 'SecretAge', unit: 'Seconds' },
} as const satisfies Record<
  string,
  { readonly name: string; readonly unit: 'Count' | 'Bytes' | 'Milliseconds' | 'Seconds' }
>;

/** The phases of a cold start (init/phases.ts), and `total`: start of the process to the end of the first delivery. */
type ColdStartDuration = Phase | WarmupPart | 'total';

/** `ColdStartRuntime`, `ColdStartBuiltins` … `ColdStartTotal`. */
export const coldStartMetrics = /* @__PURE__ */ eachDuration((name) => ({
  name: `ColdStart${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  unit: 'Milliseconds' as const,
}));

export type Metric = (typeof metrics)[keyof typeof metrics] | (typeof coldStartMetrics)[keyof typeof coldStartMetrics];

/**
 * How a delivery ended: on the bus, on the parking queue, where it already was, or nowhere, because it was a handshake,
 * or was not taken. Also an X-Ray annotation of the handler's subsegment.
 */
export type Outcome = 'published' | 'parked' | 'duplicate' | 'handshake' | 'refused' | 'failed';

/** Why a delivery was not taken, with the status it is answered with. Values of the dimension `reason`. */
export const statusByReason = {
  'too-large': 413,
  'wrong-method': 405,
  'unknown-path': 404,
  'wrong-content-type': 415,
  'empty-body': 400,
  'malformed-signature': 401,
  'wrong-signature': 401,
  /** The source's secret has no value, or an empty one. */
  'no-secret': 401,
  /** JSON nested deeper than payload.ts reads. */
  'too-deep': 400,
  'invalid-json': 400,
  'not-an-object': 400,
  /** An integer that EventBridge does not take: beyond 64 bits. */
  'number-too-large': 400,
  'missing-field': 400,
  stale: 403,
  /** Signed in the future: the sender's clock is ahead. */
  early: 403,
  /** Secrets Manager gave no answer, and no cached secret fits the signature. */
  'secret-unavailable': 503,
  /** Neither EventBridge nor the parking queue took the event. */
  'publish-failed': 503,
  /** A fault in this program. */
  unexpected: 500,
} as const;

export type Reason = keyof typeof statusByReason;

/**
 * Keys of the one log line a delivery gets, beside those that Powertools adds (function, request, cold_start). Nothing
 * that the sender chose is among them: no body, no signature, no header, no path.
 */
export const logKeys = {
  outcome: 'outcome',
  reason: 'reason',
  status: 'status',
  /** The source's name, or `none` for a path no source has. */
  source: 'source',
  scheme: 'scheme',
  /** The event's id on the bus, `detail.metadata.id`. */
  deliveryId: 'delivery_id',
  bodyBytes: 'body_bytes',
  ageMs: 'age_ms',
  durationMs: 'duration_ms',
  verifyMs: 'verify_ms',
  publishMs: 'publish_ms',
  parkMs: 'park_ms',
  publishAttempts: 'publish_attempts',
  entryFailures: 'entry_failures',
  /** The field that the payload lacks, of those that its scheme needs. */
  missingField: 'missing_field',
  /** What keeps a secret from being one of its scheme (delivery/secret-form.ts). */
  problem: 'secret_problem',
  /**
   * The name or code of the error behind a failure; of a parked delivery, that of its publication. Never a message, which
   * may quote the input.
   */
  errorCode: 'error_code',
  /** The same of its parking, where that failed as well. */
  parkError: 'park_error',
  /** Where this program failed: the frames of the stack alone. */
  errorStack: 'error_stack',
} as const;

/** Keys of the one log line of a cold start, message `cold start`, beside Powertools' own: `runtime_ms` … `total_ms`. */
export const coldStartLogKeys = /* @__PURE__ */ (() => ({
  init: 'init',
  ...eachDuration((name) => `${name}_ms`),
  /** Names of the errors of what failed in INIT and was left to the first delivery. */
  secretError: 'secret_error',
  connectError: 'connect_error',
}))();

/** X-Ray annotations of the handler's subsegment, beside Powertools' ColdStart and Service. */
export const annotations = {
  outcome: 'outcome',
  reason: 'reason',
  source: 'source',
  deliveryId: 'delivery_id',
  /** Who waited for the init; on the first delivery of an environment alone, so it filters cold starts. */
  init: 'init',
} as const;

/** X-Ray subsegments, in the order a delivery meets them. */
export const subsegments = {
  /** On a cold start alone, with a child for each phase of INIT. */
  init: 'init',
  handler: '## index.handler',
  verify: '### verify',
  publish: '### publish',
  /** Of a delivery that EventBridge did not take. */
  park: '### park',
} as const;

function eachDuration<T>(value: (name: ColdStartDuration) => T): Readonly<Record<ColdStartDuration, T>> {
  const names: readonly ColdStartDuration[] = [...phases, ...warmupParts, 'total'];
  // Object.fromEntries forgets the keys, which are all there are of the type.
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<ColdStartDuration, T>;
}
