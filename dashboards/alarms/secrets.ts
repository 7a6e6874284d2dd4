import { dimensions, metrics } from '../../function/signals.ts';
import { emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';
import { twoPeriodsOfThree } from './evaluation.ts';

export function secrets(monitored: Monitored) {
  const { secretDays } = monitored.thresholds;
  return {
    /** Cached secrets stay in use meanwhile, so one fetch may fail; a new environment has none and answers 503. */
    secretFetchFailures: {
      section: 'secret-fetch-failures',
      qualifiers: [],
      symptom: 'Secrets Manager does not answer: rotations are not noticed and new environments answer 503.',
      lookFirstAt: "Secrets Manager's health and the function's permissions",
      metrics: { failures: emitted(monitored, metrics.secretFetchFailures, 'Sum') },
      ...twoPeriodsOfThree,
    },
    /** An hour, within which every environment asks. `ignore`: a night without a fetch makes no secret younger. */
    oldSecrets: (secretDays === 0 ? [] : monitored.sources).map(
      ({ name }) =>
        ({
          section: 'old-secrets',
          qualifiers: [name],
          symptom: `The secret of ${name} was last changed more than ${secretDays} days ago: it is due for rotation.`,
          lookFirstAt: 'whether the sender can take a new one now',
          metrics: { age: emitted(monitored, metrics.secretAge, 'Maximum', { [dimensions.source]: name }) },
          expression: secretDaysOf('age'),
          comparisonOperator: 'GreaterThanThreshold',
          threshold: secretDays,
          periodSeconds: 3_600,
          datapointsToAlarm: 1,
          evaluationPeriods: 1,
          treatMissingData: 'ignore',
        }) as const,
    ),
  } as const satisfies Readonly<Record<string, MetricAlarm | readonly MetricAlarm[]>>;
}

/** The metric is in seconds. */
export function secretDaysOf(id: string): string {
  return `${id} / 86400`;
}
