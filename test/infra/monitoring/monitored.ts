import type { Monitored } from '../../../dashboards/monitored.ts';
import { physical } from '../expectations/expectation.ts';
import type { Given } from '../programs.ts';

/** What the dashboards and alarms of a stack must be about, by its settings. */
export function monitoredBy(given: Given): Monitored {
  const { settings } = given;
  return {
    region: settings.region,
    functionName: physical(given),
    logGroup: `/aws/lambda/${physical(given)}`,
    busName: physical(given),
    rules: settings.rules.map(({ name, targets }) => ({
      name,
      ruleName: physical(given, name),
      targets: targets.map(({ type }) => ({
        type,
        queueName: type === 'queue' ? physical(given, name) : undefined,
        deadLetterQueueName: physical(given, name, type, 'dlq'),
      })),
    })),
    parking: {
      queueName: physical(given, 'parking'),
      deadLetterQueueName: physical(given, 'parking', 'dlq'),
      pipeName: physical(given, 'parking'),
    },
    sources: settings.sources.map(({ name, expectedEveryMinutes }) => ({ name, expectedEveryMinutes })),
    memoryMb: settings.memory,
    architecture: settings.architecture,
    reservedConcurrency: settings.reservedConcurrency,
    maxDeliveryBytes: settings.maxDeliveryBytes,
    objectives: settings.objectives,
    thresholds: settings.thresholds,
    runbookUrl: settings.runbookUrl,
  };
}
