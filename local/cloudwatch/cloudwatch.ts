import type { BusEvent } from '../events/observed.ts';
import type { HostEvent } from '../lambda/host.ts';
import type { UrlRequest } from '../lambda/url/function-url.ts';
import type { LogListener } from '../logs/cloudwatch-logs.ts';
import { type MetricFilter, metricFilters } from '../logs/metric-filters.ts';
import type { QueueEvent } from '../queues/observed.ts';
import type { Service } from '../service.ts';
import type { AlarmDeclaration } from './alarms/alarm.ts';
import { Alarms } from './alarms/alarms.ts';
import { alarmOperations } from './alarms/operations.ts';
import { type Dashboard, dashboardOperations } from './dashboards.ts';
import { getMetricData } from './data/get-metric-data.ts';
import { getMetricStatistics } from './data/get-metric-statistics.ts';
import { listMetrics } from './data/list-metrics.ts';
import { putMetricData } from './data/put-metric-data.ts';
import { queryCode } from './errors.ts';
import { isMetricValue } from './metrics/metric.ts';
import { type Datum, MetricStore } from './metrics/metric-store.ts';
import { eventsMetrics } from './platform/events.ts';
import { functionUrlMetrics, lambdaMetrics } from './platform/lambda.ts';
import { logMetrics } from './platform/logs.ts';
import type { Put } from './platform/put.ts';
import { queueMetrics } from './platform/queues.ts';

export interface CloudWatchOptions {
  readonly dashboards: readonly Dashboard[];
  readonly alarms: readonly AlarmDeclaration[];
  /** What else than EMF makes metrics of log events. */
  readonly metricFilters?: readonly MetricFilter[];
  /** Whose AWS/Lambda metrics are kept. */
  readonly functionName: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How often alarms look whether there is something new to evaluate. Default 10 s. */
  readonly evaluateEveryMs?: number;
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
  /** What the clock does every few seconds. */
  evaluateAlarms(): void;
  close(): void;
}

/** Amazon CloudWatch in memory: metrics from what really happens, the program's dashboards, and its alarms' states. */
export function cloudWatch(options: CloudWatchOptions): CloudWatch {
  const { functionName, now = Date.now, evaluateEveryMs = 10_000 } = options;
  const store = new MetricStore(now);
  const alarms = new Alarms(options.alarms, store, now);
  const clock = setInterval(() => alarms.evaluate(), evaluateEveryMs).unref();

  const putInto =
    (namespace: string): Put =>
    (name, unit, value, dimensions, at) => {
      if (!isMetricValue(value)) return;
      const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
      store.record({ metric: { namespace, name, dimensions }, unit, at, set });
    };

  const record = (datum: Datum) => store.record(datum);
  const ofLogs = [logMetrics(putInto('AWS/Logs'), record), metricFilters(options.metricFilters ?? [], record)];

  return {
    service: {
      target: 'GraniteServiceVersion20100801',
      invalidInput: 'ValidationException',
      queryCode,
      timestamps: [
        'Timestamp',
        'Timestamps',
        'LastModified',
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
      },
    },
    observe: {
      lambda: lambdaMetrics(putInto('AWS/Lambda'), functionName),
      functionUrl: functionUrlMetrics(putInto('AWS/Lambda'), functionName),
      bus: eventsMetrics(putInto('AWS/Events')),
      queue: queueMetrics(putInto('AWS/SQS')),
      log: (event) => {
        for (const observe of ofLogs) observe(event);
      },
    },
    evaluateAlarms: () => alarms.evaluate(),
    close: () => clearInterval(clock),
  };
}
