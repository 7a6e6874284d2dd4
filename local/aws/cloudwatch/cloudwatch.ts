import { Clock } from '../clock.ts';
import type { RuleEvent } from '../eventbridge/rule-event.ts';
import type { FunctionUrlRequest } from '../lambda/function-url/function-url.ts';
import type { InvocationRecord } from '../lambda/lambda.ts';
import type { LogListener } from '../logs/logs.ts';
import { type MetricFilter, metricFilters } from '../logs/metric-filters.ts';
import type { Service } from '../service.ts';
import type { QueueEvent } from '../sqs/queue-event.ts';
import { CloudWatchAlarms } from './alarms/alarms.ts';
import type { CompositeAlarmDeclaration, MetricAlarmDeclaration } from './alarms/declaration.ts';
import { muteOperations } from './alarms/mute-rules/operations.ts';
import type { AlarmNotification } from './alarms/notification/notification.ts';
import { alarmOperations } from './alarms/operations.ts';
import type { AlarmDeclarations } from './alarms/replay.ts';
import { type DashboardDeclaration, dashboardOperations } from './dashboards.ts';
import { queryCode } from './errors.ts';
import { getMetricData } from './metric-data/get-metric-data.ts';
import { getMetricStatistics } from './metric-data/get-metric-statistics.ts';
import { listMetrics } from './metric-data/list-metrics.ts';
import { putMetricData } from './metric-data/put-metric-data.ts';
import { isMetricValue } from './metrics/metric.ts';
import { type MetricDatum, MetricStore } from './metrics/metric-store.ts';
import { eventBridgeMetrics } from './service-metrics/eventbridge.ts';
import { functionUrlMetrics, lambdaMetrics } from './service-metrics/lambda.ts';
import { logsMetrics } from './service-metrics/logs.ts';
import type { PutMetric } from './service-metrics/put.ts';
import { sqsMetrics } from './service-metrics/sqs.ts';

export interface CloudWatchOptions {
  readonly dashboards: readonly DashboardDeclaration[];
  readonly alarms: readonly MetricAlarmDeclaration[];
  readonly compositeAlarms?: readonly CompositeAlarmDeclaration[];
  /** What else than EMF makes metrics of log events. */
  readonly metricFilters?: readonly MetricFilter[];
  /** Whose AWS/Lambda metrics are kept. */
  readonly functionName: string;
  /** That metrics and alarms go by. */
  readonly clock?: Clock;
  /** Carries out an alarm's action; throws an Error that says why it cannot. */
  readonly act?: (action: string, notification: AlarmNotification) => void;
}

export interface CloudWatch {
  readonly service: Service;
  /** Where the other services report what AWS keeps metrics of. */
  readonly observe: {
    readonly lambda: (event: InvocationRecord) => void;
    readonly functionUrl: (request: FunctionUrlRequest) => void;
    readonly bus: (event: RuleEvent) => void;
    readonly queue: (event: QueueEvent) => void;
    /** EMF lines among them give the metrics they are made of, and what metric filters match gives theirs. */
    readonly log: LogListener;
  };
  /** The alarms as they were declared. */
  readonly declared: AlarmDeclarations;
  /** Every value that is recorded, timed by the clock of metrics. Answers with the way to stop. */
  onDatum(listener: (datum: MetricDatum) => void): () => void;
  close(): void;
}

/** Amazon CloudWatch in memory: metrics from what really happens, the program's dashboards, and its alarms' states. */
export function createCloudWatch(options: CloudWatchOptions): CloudWatch {
  const { functionName, clock = new Clock(), act = noActions } = options;
  const { now } = clock;
  const store = new MetricStore(now);
  const { alarms: metricAlarms, compositeAlarms = [] } = options;
  const alarms = new CloudWatchAlarms({ metricAlarms, compositeAlarms, store, now, act });
  const stop = clock.every(evaluateEveryMs, (at) => alarms.evaluate(at));

  const listeners = new Set<(datum: MetricDatum) => void>();
  const keep = (datum: MetricDatum) => {
    store.record(datum);
    for (const listener of listeners) listener(datum);
  };
  const putAt =
    (namespace: string): PutMetric =>
    (name, unit, value, dimensions, at) => {
      if (!isMetricValue(value)) return;
      const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
      keep({ metric: { namespace, name, dimensions }, unit, at, set });
    };
  /** The other services report in wall time. */
  const putInto = (namespace: string): PutMetric => {
    const put = putAt(namespace);
    return (name, unit, value, dimensions, at) => put(name, unit, value, dimensions, clock.fromWallTime(at));
  };

  const record = (datum: MetricDatum) => keep({ ...datum, at: clock.fromWallTime(datum.at) });
  const ofLogs = [logsMetrics(putInto('AWS/Logs'), record), metricFilters(options.metricFilters ?? [], record)];

  return {
    service: {
      target: 'GraniteServiceVersion20100801',
      invalidInput: 'ValidationException',
      queryCode,
      query: {
        signingName: 'monitoring',
        xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
        maps: ['ExtendedStatistics'],
        links: [],
      },
      timestamps: [
        'Timestamp',
        'Timestamps',
        'LastModified',
        'LastUpdatedTimestamp',
        'AlarmConfigurationUpdatedTimestamp',
        'StateUpdatedTimestamp',
        'StateTransitionedTimestamp',
      ],
      doubles: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum', 'ExtendedStatistics', 'Values', 'Threshold'],
      operations: {
        GetMetricData: getMetricData(store, now),
        GetMetricStatistics: getMetricStatistics(store, now),
        ListMetrics: listMetrics(store, now),
        PutMetricData: putMetricData(store, now),
        ...dashboardOperations(options.dashboards, now),
        ...alarmOperations(alarms),
        ...muteOperations(alarms, now),
      },
    },
    observe: {
      lambda: lambdaMetrics(putInto('AWS/Lambda'), functionName),
      functionUrl: functionUrlMetrics(putInto('AWS/Lambda'), functionName),
      bus: eventBridgeMetrics(putInto('AWS/Events')),
      // Queues know this clock: how old a message is goes by it.
      queue: sqsMetrics(putAt('AWS/SQS')),
      log: (event) => {
        for (const observe of ofLogs) observe(event);
      },
    },
    declared: { metric: metricAlarms, composite: compositeAlarms },
    onDatum(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
}

/** Alarms of the highest resolution are evaluated so often; the others have something new once a minute. */
const evaluateEveryMs = 10_000;

function noActions(action: string): never {
  throw new Error(`nothing here carries out ${action}`);
}
