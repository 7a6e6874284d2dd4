import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import type { SecretFetch } from '../delivery/secrets.ts';
import type { ColdStartAccount } from '../init/cold-start.ts';
import {
  annotations,
  coldStartLogKeys,
  coldStartMetrics,
  dimensions,
  logKeys,
  type Metric,
  metrics,
  namespace,
  type Outcome,
  type Reason,
  subsegments,
} from '../signals.ts';
import { initSubsegment } from './init-subsegment.ts';

/** What became of one delivery: the source of its log line, its metrics and its annotations. */
export interface DeliveryRecord {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly status: number;
  readonly source: string;
  readonly scheme?: string;
  readonly deliveryId?: string;
  readonly bodyBytes?: number;
  readonly ageMs?: number;
  readonly durationMs: number;
  readonly verifyMs?: number;
  readonly publishMs?: number;
  readonly parkMs?: number;
  readonly publishAttempts?: number;
  readonly entryFailures?: number;
  readonly missingField?: string;
  readonly errorCode?: string;
  readonly parkError?: string;
  readonly errorStack?: readonly string[];
}

export interface Telemetry {
  /** Traces an AWS client's calls. */
  readonly traced: <Client>(client: Client) => Client;
  /** Runs a step as an X-Ray subsegment of the one around it. */
  readonly step: <T>(step: keyof typeof subsegments, run: () => Promise<T>) => Promise<T>;
  /** Root of the X-Ray trace that the invocation belongs to. */
  readonly traceId: () => string | undefined;
  /** Writes down one delivery, inside its step `handler`. */
  readonly report: (record: DeliveryRecord, context: Context, correlationId: string) => void;
  /** Writes down one cold start, inside the step `handler` of the delivery that ended it. */
  readonly coldStart: (account: ColdStartAccount) => void;
  readonly secretFetched: (fetch: SecretFetch) => void;
}

/** A parked delivery is answered as one that was taken, and yet somebody should look at EventBridge. */
const levels = {
  published: 'info',
  parked: 'warn',
  duplicate: 'info',
  handshake: 'info',
  refused: 'warn',
  failed: 'error',
} as const;

type LogAttributes = Readonly<Record<string, string | number | readonly string[]>>;

export function createTelemetry(): Telemetry {
  const logger = new Logger();
  const emf = new Metrics({ namespace });
  // The AWS calls are traced as such; their HTTPS requests would draw each twice, and the bundle has no code for them.
  const tracer = new Tracer({ captureHTTPsRequests: false });

  const count = ({ name, unit }: Metric, value: number | undefined) => {
    if (value !== undefined) emf.addMetric(name, unit, value);
  };

  // As the logger's flag, which goes with every delivery. The tracer's would go with the first that is sampled.
  let isCold = process.env.AWS_LAMBDA_INITIALIZATION_TYPE === 'on-demand';

  return {
    traced: (client) => tracer.captureAWSv3Client(client),
    traceId: () => tracer.getRootXrayTraceId(),

    step(step, run) {
      // Most deliveries are not sampled, and nothing is to be paid for their trace.
      if (!tracer.isTraceSampled()) return run();
      return tracer.provider.captureAsyncFunc(subsegments[step], async (subsegment) => {
        try {
          return await run();
        } finally {
          subsegment?.close();
        }
      }) as ReturnType<typeof run>;
    },

    report(record, context, correlationId) {
      inOneWrite(() => {
        logger.addContext(context);
        logger.setCorrelationId(correlationId);
        logger[levels[record.outcome]](`delivery ${record.outcome}`, renamed(record, logKeys));

        count(metrics[record.outcome], 1);
        count(metrics.bodySize, record.bodyBytes);
        count(metrics.age, record.ageMs);
        count(metrics.duration, record.durationMs);
        count(metrics.publishDuration, record.publishMs);
        count(metrics.parkDuration, record.parkMs);
        count(metrics.publishRetries, record.publishAttempts === undefined ? undefined : record.publishAttempts - 1);
        count(metrics.entryFailures, record.entryFailures);
        // Powertools adds the default dimension, service, to each set; the empty set keeps the one with service alone.
        emf.addDimensions({}).addDimensions({ [dimensions.source]: record.source });
        if (record.reason) emf.addDimensions({ [dimensions.reason]: record.reason });
        emf.publishStoredMetrics();
      });

      const wasCold = isCold;
      isCold = false;
      if (!tracer.isTraceSampled()) return;
      // X-Ray's words: an error is the caller's, a fault is the service's.
      if (record.outcome === 'refused') tracer.getSegment()?.addErrorFlag();
      if (record.outcome === 'failed') tracer.getSegment()?.addFaultFlag();
      tracer.putAnnotation('ColdStart', wasCold);
      tracer.addServiceNameAnnotation();
      for (const key of ['outcome', 'reason', 'source', 'deliveryId'] as const) {
        const value = record[key];
        if (value !== undefined) tracer.putAnnotation(annotations[key], value);
      }
    },

    coldStart(account) {
      const { init, durations, parts, totalMs } = account;
      const partDurations = Object.fromEntries(parts.map(({ name, startMs, endMs }) => [name, endMs - startMs]));
      const all = { ...durations, ...partDurations, total: totalMs };
      const errors = parts.flatMap(({ name, errorCode }) =>
        errorCode === undefined ? [] : [[`${name}Error`, errorCode]],
      );
      inOneWrite(() => {
        const logged = { init, ...Object.fromEntries(errors), ...rounded(all) };
        logger.info('cold start', renamed(logged, coldStartLogKeys));
        for (const [name, value] of Object.entries(all)) {
          count(coldStartMetrics[name as keyof typeof coldStartMetrics], value);
        }
        emf.addDimensions({ [dimensions.init]: init });
        emf.publishStoredMetrics();
      });

      if (!tracer.isTraceSampled()) return;
      tracer.putAnnotation(annotations.init, init);
      tracer.getSegment()?.addSubsegment(initSubsegment(account));
    },

    secretFetched({ isRefresh, ageSeconds, ...fetch }) {
      const { source, scheme, problem, errorCode } = fetch;
      // Lines of their own, and not with the next delivery's metrics: that may be another source's.
      inOneWrite(() => {
        count(metrics.secretFetches, 1);
        count(metrics.secretRefreshes, isRefresh ? 1 : 0);
        count(metrics.secretFetchFailures, errorCode === undefined ? 0 : 1);
        count(metrics.secretProblems, problem ? 1 : 0);
        count(metrics.secretAge, ageSeconds);
        emf.addDimensions({}).addDimensions({ [dimensions.source]: source });
        emf.publishStoredMetrics();
        const fault = errorCode
          ? 'secret fetch failed'
          : problem && `secret of ${source} is not what ${scheme} wants: ${problem}`;
        if (fault) logger.error(fault, renamed(fetch, logKeys));
      });
    },
  };
}

/** Log line and metrics at once: each write is a system call that the sender waits for. */
function inOneWrite(write: () => void): void {
  process.stdout.cork();
  try {
    write();
  } finally {
    process.stdout.uncork();
  }
}

function renamed(record: object, keys: Readonly<Record<string, string>>): LogAttributes {
  const attributes: Record<string, LogAttributes[string]> = {};
  for (const [key, value] of Object.entries(record)) attributes[keys[key] ?? key] = value;
  return attributes;
}

/** To the microsecond: more digits would only lengthen the line. */
function rounded(durations: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(durations).map(([name, value]) => [name, Math.round(value * 1000) / 1000]));
}
