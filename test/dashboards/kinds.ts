import { logMetrics } from '../../dashboards/metrics.ts';
import { coldStartMetrics, metrics, namespace } from '../../function/signals.ts';
import type { MetricId } from './drawn.ts';

/**
 * What metrics have in common that differ in their dimensions' values alone; of `init` the value counts, and of a queue
 * whether it is the one of parked deliveries or one of dead letters, where its name is not cut.
 */
export function kindOf({ namespace, name, dimensions }: MetricId): string {
  const by = Object.entries(dimensions).map(([key, value]) => {
    if (key === 'init') return `${key}=${value}`;
    if (key !== 'QueueName') return key;
    if (value.endsWith('_dlq')) return deadLetters;
    return value.endsWith('_parking') ? parked : key;
  });
  return `${namespace.startsWith(ofLogs) ? ofLogs : namespace} ${name} by ${by.sort().join(', ')}`;
}

/** What metric filters make is in a namespace of the function's own. */
const ofLogs = `${namespace}/`;

const deadLetters = 'QueueName of dead letters';
const parked = 'QueueName of parked deliveries';

interface Group {
  readonly namespace: string;
  readonly names: readonly string[];
  /** Dimensions, sorted, as `kindOf` has them. */
  readonly by: string;
  readonly because: string;
}

const ofDeliveries = ['bodySize', 'publishDuration', 'publishRetries', 'entryFailures', 'parkDuration'] as const;
const ofFetches = ['secretFetches', 'secretFetchFailures', 'secretRefreshes'] as const;
const ofInvocations = ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'];
const coldStart = Object.values(coldStartMetrics).map(({ name }) => name);
const ofProactive = ['ColdStartTotal', 'ColdStartWait'];
/** Measured only where a delivery came as far as the bus. */
const ofPublishing = ['publishDuration', 'publishRetries', 'entryFailures', 'parkDuration'] as const;

/** Kinds that are emitted and on purpose not drawn, with the reason. */
export const notDrawn: ReadonlyMap<string, string> = reasons([
  ...['service, source', 'reason, service'].map((by) => ({
    namespace,
    names: ofDeliveries.map((key) => metrics[key].name),
    by,
    because: 'that of the whole stack is drawn; this is for a closer look',
  })),
  {
    namespace,
    names: [metrics.duration.name],
    by: 'reason, service',
    because: 'how many have a reason, and how many each source has, is drawn',
  },
  {
    namespace,
    names: [metrics.handshake.name],
    by: 'service, source',
    because: 'that of the whole stack is drawn, and the log names the source',
  },
  { namespace, names: ['DeliveryAge'], by: 'service', because: 'each sender has a clock of its own' },
  {
    namespace,
    names: ['DeliveryAge'],
    by: 'reason, service',
    because: 'drawn by source, and early and late are reasons themselves',
  },
  {
    namespace,
    names: ofFetches.map((key) => metrics[key].name),
    by: 'service, source',
    because: 'Secrets Manager answers for all sources or for none, and the log names the source',
  },
  {
    namespace,
    names: [metrics.secretProblems.name],
    by: 'service, source',
    because: 'that of the whole stack is drawn, and the log names the source and the problem',
  },
  { namespace, names: ['SecretAge'], by: 'service', because: 'each source has a secret of its own' },
  {
    namespace,
    names: coldStart.filter((name) => !ofProactive.includes(name)),
    by: 'init=proactive, service',
    because: 'nobody waited for it: how many, and how long ahead, is drawn',
  },
  ...['', 'FunctionName, Resource'].map((by) => ({
    namespace: 'AWS/Lambda',
    names: ofInvocations,
    by,
    because: 'that of the function is drawn: the account has other functions, and this one has no alias',
  })),
  {
    namespace: 'AWS/Lambda',
    names: ['UrlRequestCount', 'Url4xxCount', 'Url5xxCount', 'UrlRequestLatency'],
    by: 'FunctionName, Resource',
    because: 'that of the function is drawn, which has no alias',
  },
  {
    namespace: 'AWS/Events',
    names: ['TriggeredRules'],
    by: 'EventBusName, RuleName',
    because: 'a rule with a pattern is triggered by each event that it matches',
  },
  {
    namespace: 'AWS/Events',
    names: [
      'InvocationAttempts',
      'SuccessfulInvocationAttempts',
      'IngestionToInvocationStartLatency',
      'IngestionToInvocationSuccessLatency',
    ],
    by: 'EventBusName, RuleName',
    because: 'what EventBridge gave up on is drawn, and how long messages wait after it',
  },
  ...['QueueName', deadLetters].map((by) => ({
    namespace: 'AWS/SQS',
    names: [
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
      'NumberOfEmptyReceives',
      'NumberOfMessagesDeleted',
      'NumberOfMessagesReceived',
      'NumberOfMessagesSent',
      'SentMessageSize',
    ],
    by,
    because: 'whether messages wait, and how long, says what matters of a consumer',
  })),
  {
    namespace: 'AWS/SQS',
    names: [
      'ApproximateNumberOfMessagesDelayed',
      'NumberOfEmptyReceives',
      'NumberOfMessagesDeleted',
      'NumberOfMessagesReceived',
      'NumberOfMessagesSent',
      'SentMessageSize',
    ],
    by: parked,
    because: 'how many the function parks is drawn, and how many wait',
  },
  {
    namespace: 'AWS/SQS',
    names: ['ApproximateAgeOfOldestMessage'],
    by: deadLetters,
    because: 'a single dead letter calls somebody, however old it is',
  },
  {
    namespace: 'AWS/Logs',
    names: ['IncomingBytes', 'IncomingLogEvents'],
    by: 'LogGroupName',
    because: 'the log follows the deliveries, which are drawn',
  },
]);

/** Kinds, drawn or not, that are emitted only when it happens, with what it is: a run without it has none of them. */
export const onlyWhen: ReadonlyMap<string, string> = reasons([
  ...['service', 'service, source', 'reason, service'].map((by) => ({
    namespace,
    names: ['Failed'],
    by,
    because: 'a delivery fails for a fault of ours',
  })),
  ...['service', 'service, source'].map((by) => ({
    namespace,
    names: ['Parked', 'ParkDuration'],
    by,
    because: 'EventBridge does not take an event',
  })),
  ...['service', 'service, source'].map((by) => ({
    namespace,
    names: [metrics.handshake.name],
    by,
    because: 'a sender of another scheme checks the address',
  })),
  { namespace, names: coldStart, by: 'init=proactive, service', because: 'an environment waits more than 10 s' },
  {
    namespace,
    names: ofPublishing.map((key) => metrics[key].name),
    by: 'reason, service',
    because: 'EventBridge does not take an event',
  },
  {
    namespace: ofLogs,
    names: Object.values(logMetrics).map(({ name }) => name),
    by: '',
    because: 'an invocation runs out of time, or an environment does not start',
  },
  {
    namespace: 'AWS/Logs',
    names: ['EMFParsingErrors', 'EMFValidationErrors'],
    by: 'LogGroupName',
    because: 'a line has metrics that CloudWatch cannot read',
  },
  {
    namespace: 'AWS/Events',
    names: ['FailedInvocations', 'InvocationsSentToDlq', 'InvocationsFailedToBeSentToDlq'],
    by: 'EventBusName, RuleName',
    because: 'EventBridge gives up on a target',
  },
  { namespace: 'AWS/SQS', names: ['SentMessageSize'], by: parked, because: 'EventBridge does not take an event' },
  {
    namespace: 'AWS/SQS',
    names: ['SentMessageSize'],
    by: deadLetters,
    because: 'EventBridge gives up on a target whose dead-letter queue then takes the event',
  },
]);

function reasons(groups: readonly Group[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(({ namespace, names, by, because }) =>
      names.map((name): [string, string] => [`${namespace} ${name} by ${by}`, because]),
    ),
  );
}
