import { deliveries, lambda, logGroup } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';
import { twoPeriodsOfThree } from './evaluation.ts';

/** Whether what we see is all there is. */
export function telemetry(monitored: Monitored) {
  return {
    /** CloudWatch drops a metric that it cannot read, and says so here alone. */
    malformedMetrics: {
      section: 'lost-telemetry',
      qualifiers: ['malformed'],
      symptom: 'CloudWatch cannot read the metrics that the function writes: graphs and alarms see less than there is.',
      lookFirstAt: 'a line of metrics in the log',
      metrics: {
        parsing: logGroup(monitored, 'EMFParsingErrors'),
        validation: logGroup(monitored, 'EMFValidationErrors'),
      },
      expression: 'FILL(parsing, 0) + FILL(validation, 0)',
      ...twoPeriodsOfThree,
    },
    /** Invocations that succeeded and of which no record came. What came late is there by the next period. */
    missingMetrics: {
      section: 'lost-telemetry',
      qualifiers: ['missing'],
      symptom: 'Deliveries leave no metrics: graphs and alarms see less than there is.',
      lookFirstAt: 'whether lines of metrics still reach the log',
      metrics: {
        invocations: lambda(monitored, 'Invocations', 'Sum'),
        errors: lambda(monitored, 'Errors', 'Sum'),
        deliveries: deliveries(monitored),
      },
      expression: 'IF(invocations >= 20, 100 * (invocations - FILL(errors, 0) - FILL(deliveries, 0)) / invocations, 0)',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 10,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
    },
  } as const satisfies Readonly<Record<string, MetricAlarm>>;
}
