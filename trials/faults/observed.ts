import { z } from 'zod';
import { dimensions, logKeys, metrics, namespace } from '../../function/signals.ts';
import { awsCaller, type LocalStack } from '../../local/index.ts';
import type { Arrival, Counted, Report } from './account.ts';

/** What a stack does, as those see it who run it: the events on its bus, its log, its metrics and its queues. */
export interface Observed extends Disposable {
  readonly arrivals: readonly Arrival[];
  readonly reports: readonly Report[];
  readonly coldStarts: () => number;
  readonly counted: () => Promise<Counted>;
  /** Messages in the parking queue and its dead-letter queue. */
  readonly parked: () => Promise<number>;
}

export function observe(stack: LocalStack): Observed {
  const arrivals: Arrival[] = [];
  const reports: Report[] = [];
  let coldStarts = 0;
  const stopEvents = stack.onEvent((text) => {
    const { detail } = event.parse(JSON.parse(text));
    arrivals.push({ id: detail.metadata.id, body: JSON.stringify(detail.data), at: Date.now() });
  });
  const stopLog = stack.onLog(({ group, message }) => {
    const json = group === stack.logGroup ? parsed(message) : undefined;
    if (json === undefined) return;
    const line = logLine.parse(json);
    if (line.type === 'platform.initStart') coldStarts += 1;
    const report = reportOf(line);
    if (report) reports.push(report);
  });
  const began = Math.floor(Date.now() / 60_000) * 60;
  const call = awsCaller(stack.services);
  const { name, environment } = stack.lambda.configuration;

  async function sum(Namespace: string, MetricName: string, dimension: string): Promise<number> {
    const { Datapoints } = datapoints.parse(
      await call('GraniteServiceVersion20100801.GetMetricStatistics', {
        Namespace,
        MetricName,
        Dimensions: [{ Name: dimension, Value: name }],
        StartTime: began,
        EndTime: Math.ceil(Date.now() / 60_000) * 60 + 60,
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.reduce((total, { Sum }) => total + Sum, 0);
  }

  async function queue(QueueUrl: string) {
    const { Attributes } = attributes.parse(await call('AmazonSQS.GetQueueAttributes', { QueueUrl, AttributeNames }));
    return {
      messages: Attributes.ApproximateNumberOfMessages + Attributes.ApproximateNumberOfMessagesNotVisible,
      /** Name of the dead-letter queue. */
      deadLetters: Attributes.RedrivePolicy?.deadLetterTargetArn.split(':').at(-1),
    };
  }

  return {
    arrivals,
    reports,
    coldStarts: () => coldStarts,
    async counted() {
      const [refused, failed, entryFailures, throttles] = await Promise.all([
        sum(namespace, metrics.refused.name, dimensions.service),
        sum(namespace, metrics.failed.name, dimensions.service),
        sum(namespace, metrics.entryFailures.name, dimensions.service),
        sum('AWS/Lambda', 'Throttles', 'FunctionName'),
      ]);
      return { refused, failed, entryFailures, throttles };
    },
    async parked() {
      const queueUrl = environment.PARKING_QUEUE_URL;
      if (queueUrl === undefined) return 0;
      const parking = await queue(queueUrl);
      // Both are queues of one account and region, whose URLs differ in the name alone.
      const dead =
        parking.deadLetters === undefined ? undefined : await queue(new URL(parking.deadLetters, queueUrl).href);
      return parking.messages + (dead?.messages ?? 0);
    },
    [Symbol.dispose]() {
      stopEvents();
      stopLog();
    },
  };
}

const event = z.object({ detail: z.object({ metadata: z.object({ id: z.string() }), data: z.unknown() }) });

/** What is of use here in a line of the function's, of its metrics or of Lambda's. */
const logLine = z.object({
  type: z.string().optional(),
  record: z.object({ requestId: z.string(), status: z.string(), errorType: z.string() }).partial().optional(),
  function_request_id: z.string().optional(),
  xray_trace_id: z.string().optional(),
  [logKeys.outcome]: z.string().optional(),
  [logKeys.status]: z.number().optional(),
  [logKeys.reason]: z.string().optional(),
  [logKeys.publishMs]: z.number().optional(),
  [logKeys.errorCode]: z.string().optional(),
});

/** Nothing of a line that is no JSON, such as that of a function which was killed in the middle of it. */
function parsed(message: string): unknown {
  if (!message.startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

const datapoints = z.object({ Datapoints: z.array(z.object({ Sum: z.number() })) });

const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'RedrivePolicy'];

const attributes = z.object({
  Attributes: z.object({
    ApproximateNumberOfMessages: z.coerce.number(),
    ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
    RedrivePolicy: z
      .string()
      .transform((policy) => redrivePolicy.parse(JSON.parse(policy)))
      .optional(),
  }),
});

/** What the function says when it gave up waiting for EventBridge. */
const noAnswer: readonly string[] = ['AbortError', 'TimeoutError'];

/** After so many milliseconds without an answer the SDK sends the event again (function/assembly.ts). */
const answerMs = 1_500;

const redrivePolicy = z.object({ deadLetterTargetArn: z.string() });

function reportOf({ type, record, outcome, status, reason, ...line }: z.output<typeof logLine>): Report | undefined {
  if (type === 'platform.report' && record?.requestId !== undefined && record.status !== 'success') {
    return { by: 'lambda', requestId: record.requestId, errorType: record.errorType ?? record.status ?? '' };
  }
  const { function_request_id: requestId, xray_trace_id: traceId = '' } = line;
  if (requestId === undefined || outcome === undefined || status === undefined) return undefined;
  const isLate = noAnswer.includes(line.error_code ?? '') || (line.publish_ms ?? 0) >= answerMs;
  return { by: 'function', requestId, traceId, outcome, status, isLate, ...(reason !== undefined && { reason }) };
}
