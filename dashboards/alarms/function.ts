import { senderPatienceMs } from '../../function/time-budget.ts';
import { coldStart, lambda, logged } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';
import { twoMinutesOfFive } from './evaluation.ts';

/** What goes wrong in Lambda itself, before or instead of an answer of ours. */
export function theFunction(monitored: Monitored) {
  const { objectives, reservedConcurrency, thresholds } = monitored;
  return {
    /** The handler answers whatever a sender can send, so every error is a fault; one alone may be a lost host. */
    functionErrors: {
      section: 'function-errors',
      qualifiers: [],
      symptom: 'The function crashes: senders get 502.',
      lookFirstAt: 'the newest error in the log, and whether it began with a deployment',
      metrics: { errors: lambda(monitored, 'Errors', 'Sum') },
      ...twoMinutesOfFive,
    },
    /** Lambda has no metric of them; its log lines tell. They are errors too, with another cause to look for. */
    timeouts: {
      section: 'timeouts',
      qualifiers: [],
      symptom: 'Invocations run out of time: senders wait for all of it and then get 502.',
      lookFirstAt: 'which call to AWS was still open: the slowest traces',
      metrics: { timeouts: logged(monitored, 'timeouts') },
      ...twoMinutesOfFive,
    },
    /** An init that fails is tried again within the delivery that waits for it, so two are one delivery at least. */
    failedInits: {
      section: 'failed-inits',
      qualifiers: [],
      symptom: 'New environments do not start: senders who meet one get 502.',
      lookFirstAt: 'the first error of a new environment in the log, and whether it began with a deployment',
      metrics: { inits: logged(monitored, 'failedInits') },
      ...twoMinutesOfFive,
    },
    /** A delivery that was turned away is lost where the sender tries once. */
    throttledDeliveries: {
      section: 'throttled-deliveries',
      qualifiers: [],
      symptom: 'Deliveries are turned away with 429: more come at once than the reserved concurrency takes.',
      lookFirstAt: 'whether there are more deliveries or slower ones',
      metrics: { throttles: lambda(monitored, 'Throttles', 'Sum') },
      ...twoMinutesOfFive,
    },
    /**
     * Before deliveries are turned away, and after a burst has had its five minutes. One at a time is no burst, even where
     * it is all that is reserved. Where nothing is reserved there is no cap that this stack could know.
     */
    concurrencyNearCap: (reservedConcurrency < 0 ? [] : [reservedConcurrency]).map((cap) => ({
      section: 'concurrency-near-cap' as const,
      qualifiers: [],
      symptom: `More than ${thresholds.concurrencyPercent} % of the reserved concurrency is in use: soon deliveries are turned away.`,
      lookFirstAt: 'whether there are more deliveries or slower ones',
      metrics: { concurrency: lambda(monitored, 'ConcurrentExecutions', 'Maximum') },
      comparisonOperator: 'GreaterThanThreshold' as const,
      threshold: Math.max(1, (thresholds.concurrencyPercent * cap) / 100),
      periodSeconds: 60,
      datapointsToAlarm: 5,
      evaluationPeriods: 5,
      treatMissingData: 'notBreaching' as const,
    })),
    /**
     * A quarter of an hour, because one cold start is the p99 of every period with fewer than a hundred deliveries; of the
     * last 25 minutes, so that what is slow now and then is one page and not one each time.
     */
    slowAnswers: {
      section: 'slow-answers',
      qualifiers: [],
      symptom: `One sender in a hundred waits longer than the objective; most hang up after ${senderPatienceMs / 1000} s.`,
      lookFirstAt: 'whether publications or cold starts take the time',
      metrics: { latency: lambda(monitored, 'UrlRequestLatency', 'p99') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: objectives.latencyMs,
      periodSeconds: 300,
      datapointsToAlarm: 3,
      evaluationPeriods: 5,
      treatMissingData: 'notBreaching',
    },
    /** Hours, because cold starts are rare; p90, because of a handful any higher percentile is the slowest. */
    slowColdStarts: {
      section: 'slow-cold-starts',
      qualifiers: [],
      symptom: 'Cold starts that senders wait for take longer than their budget.',
      lookFirstAt: 'the phase that grew',
      metrics: { total: coldStart(monitored, 'total', 'p90') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: objectives.coldStartMs,
      periodSeconds: 3_600,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
    },
  } as const satisfies Readonly<Record<string, MetricAlarm | readonly MetricAlarm[]>>;
}
