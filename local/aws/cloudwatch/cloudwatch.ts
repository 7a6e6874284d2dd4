import { Clock } from '../clock.ts';
import type { BusEvent } from '../eventbridge/rule-event.ts';
import type { UrlRequest } from '../lambda/function-url/function-url.ts';
import type { HostEvent } from '../lambda/lambda.ts';
import type { LogListener } from '../logs/logs.ts';
import { type MetricFilter, metricFilters } from '../logs/metric-filters.ts';
import type { Service } from '../service.ts';
import type { QueueEvent } from '../sqs/queue-event.ts';
import type { AlarmDeclaration } from './alarms/alarm.ts';
import { Alarms } from './alarms/alarms.ts';
import type { CompositeDeclaration } from './alarms/composite/composite.ts';
import { muteOperations } from './alarms/mute-rules/operations.ts';
import type { Notification } from './alarms/notification/notification.ts';
import { alarmOperations } from './alarms/operations.ts';
import type { DeclaredAlarms } from './alarms/replay.ts';
import { type Dashboard, dashboardOperations } from './dashboards.ts';
import { queryCode } from './errors.ts';
import { getMetricData } from './metric-data/get-metric-data.ts';
import { getMetricStatistics } from './metric-data/get-metric-statistics.ts';
import { listMetrics } from './metric-data/list-metrics.ts';
import { putMetricData } from './metric-data/put-metric-data.ts';
import { isMetricValue } from './metrics/metric.ts';
import { type Datum, MetricStore } from './metrics/metric-store.ts';
import { eventsMetrics } from './service-metrics/eventbridge.ts';
import { functionUrlMetrics, lambdaMetrics } from './service-metrics/lambda.ts';
import { logMetrics } from './service-metrics/logs.ts';
import type { Put } from './service-metrics/put.ts';
import { queueMetrics } from './service-metrics/sqs.ts';

export interface CloudWatchOptions {
  readonly dashboards: readonly Dashboard[];
  readonly alarms: readonly AlarmDeclaration[];
  readonly compositeAlarms?: readonly CompositeDeclaration[];
  /** What else than EMF makes metrics of log events. */
  readonly metricFilters?: readonly MetricFilter[];
  /** Whose AWS/Lambda metrics are kept. */
  readonly functionName: string;
  /** That metrics and alarms go by. */
  readonly clock?: Clock;
  /** Carries out an alarm's action; throws an Error that says why it cannot. */
  readonly act?: (action: string, notification: Notification) => void;
}

export interface CloudWatch {
  readonly service: Service;
  /** Where the other services report what AWS keeps metrics of. */
  readonly observe: {
    readonly lambda: (event: HostEvent) => void;
    readonly functionUrl: (request: UrlRequest) => void;
    readonly bus: (event: BusEvent) => void;
    readonly queue: (event: QueueEvent) => void;
    /** EMF lines among them give the metrics they are made of, and what metric filters match gives theirs. */
    readonly log: LogListener;
  };
  /** The alarms as they were declared. */
  readonly declared: DeclaredAlarms;
  /** Every value that is recorded, timed by the clock of metrics. Answers with the way to stop. */
  onDatum(listener: (datum: Datum) => void): () => void;
  close(): void;
}

/** Amazon CloudWatch in memory: metrics from what really happens, the program's dashboards, and its alarms' states. */
export function cloudWatch(options: CloudWatchOptions): CloudWatch {
  const { functionName, clock = new Clock(), act = noActions } = options;
  const { now } = clock;
  const store = new MetricStore(now);
  const { alarms: metricAlarms, compositeAlarms = [] } = options;
  const alarms = new Alarms({ metricAlarms, compositeAlarms, store, now, act });
  const stop = clock.every(evaluateEveryMs, (at) => alarms.evaluate(at));

  const listeners = new Set<(datum: Datum) => void>();
  const keep = (datum: Datum) => {
    store.record(datum);
    for (const listener of listeners) listener(datum);
  };
  const putAt =
    (namespace: string): Put =>
    (name, unit, value, dimensions, at) => {
      if (!isMetricValue(value)) return;
      const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
      keep({ metric: { namespace, name, dimensions }, unit, at, set });
    };
  /** What the other services tell is timed by the wall's clock. */
  const putInto = (namespace: string): Put => {
    const put = putAt(namespace);
    return (name, unit, value, dimensions, at) => put(name, unit, value, dimensions, clock.of(at));
  };

  const record = (datum: Datum) => keep({ ...datum, at: clock.of(datum.at) });
  const ofLogs = [logMetrics(putInto('AWS/Logs'), record), metricFilters(options.metricFilters ?? [], record)];

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
      bus: eventsMetrics(putInto('AWS/Events')),
      // Queues know this clock: how old a message is goes by it.
      queue: queueMetrics(putAt('AWS/SQS')),
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
