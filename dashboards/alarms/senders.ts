import { dimensions, type Metric, metrics, type Reason } from '../../function/signals.ts';
import { deliveries, deliveriesOf, emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { MetricAlarm } from './alarm.ts';

/** What senders do wrong, or do no more. */
export function senders(monitored: Monitored) {
  const { thresholds } = monitored;
  const refused = (reason: Reason) => emitted(monitored, metrics.refused, 'Sum', { [dimensions.reason]: reason });
  const unsigned = {
    wrong: refused('wrong-signature'),
    malformed: refused('malformed-signature'),
    unset: refused('no-secret'),
  };
  const taken = {
    published: emitted(monitored, metrics.published, 'Sum'),
    parked: emitted(monitored, metrics.parked, 'Sum'),
    duplicates: emitted(monitored, metrics.duplicate, 'Sum'),
  };
  return {
    /**
     * Nothing gets through, which strangers cannot bring about while senders send: at 100 times the load of these they
     * leave them a hundredth. Nor can they hide it, by requests to other paths and such: those never come to a signature.
     * Two periods, because every minute of it is lost.
     */
    missedRotation: {
      section: 'missed-rotation',
      qualifiers: [],
      symptom: 'No delivery has a valid signature: a secret was changed on one side only, and everything is refused.',
      lookFirstAt: 'when the secret was last changed, here and at the sender',
      metrics: { ...unsigned, ...taken },
      expression: shareOf(Object.keys(unsigned), `SUM([${Object.keys({ ...unsigned, ...taken }).join(', ')}])`),
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: thresholds.missedRotationPercent,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 2,
      treatMissingData: 'notBreaching',
    },
    /** More than strangers who try the door make, for a quarter of an hour. */
    wrongSignatures: {
      section: 'wrong-signatures',
      qualifiers: [],
      symptom:
        'A large share of deliveries is refused for its signature, while others get through: an attack, or one of several senders with another secret.',
      lookFirstAt: 'whether the wrong ones come from a sender of yours',
      metrics: { ...unsigned, deliveries: deliveries(monitored) },
      expression: shareOf(Object.keys(unsigned)),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: thresholds.wrongSignaturePercent,
      periodSeconds: 300,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
    },
    /** A clock goes wrong slowly and does not mend itself; a few late deliveries are the network's. */
    staleDeliveries: {
      section: 'stale-deliveries',
      qualifiers: [],
      symptom: "Signed deliveries are refused for their time: a sender's clock is off, or somebody replays old ones.",
      lookFirstAt: 'whether all ages are off by the same',
      metrics: { stale: refused('stale'), early: refused('early'), deliveries: deliveries(monitored) },
      expression: shareOf(['stale', 'early']),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: thresholds.stalePercent,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
    },
    /**
     * What no share of all deliveries shows: a source that says little, or one of several. An hour, so that a handful comes
     * together of a source that speaks seldom; one that is taken within it shows that secret and clock are right. A handful,
     * because now and then a scanner tries any address. A ticket and no page, because strangers can bring it about: at the
     * path of a source that is silent theirs is all that comes.
     */
    refusedSources: monitored.sources.map(
      ({ name }) =>
        ({
          section: 'refused-sources',
          qualifiers: [name],
          symptom: `Nothing of ${name} has been taken for an hour, while ${thresholds.refusedOfSource} or more deliveries at its path were refused.`,
          lookFirstAt: 'the reason, and when its secret was last changed, here and at the sender',
          ...refusedAlone(monitored, name),
          comparisonOperator: 'GreaterThanOrEqualToThreshold',
          threshold: thresholds.refusedOfSource,
          periodSeconds: 3_600,
          datapointsToAlarm: 1,
          evaluationPeriods: 1,
          treatMissingData: 'notBreaching',
        }) as const,
    ),
    /**
     * Only for a source that says how often it speaks. Here, and only here, no data is the fault. Filled, because CloudWatch
     * would otherwise judge by what came in the periods before, and ring after several of them.
     * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
     */
    silentSources: monitored.sources.flatMap(({ name, expectedEveryMinutes }) =>
      expectedEveryMinutes === undefined
        ? []
        : [
            {
              section: 'silent-sources',
              qualifiers: [name],
              symptom: `Nothing has come from ${name} for ${expectedEveryMinutes} minutes, which should not happen.`,
              lookFirstAt: 'whether the sender still knows the address',
              metrics: { deliveries: deliveriesOf(monitored, name) },
              expression: 'FILL(deliveries, 0)',
              comparisonOperator: 'LessThanThreshold',
              threshold: 1,
              periodSeconds: 60 * expectedEveryMinutes,
              datapointsToAlarm: 1,
              evaluationPeriods: 1,
              treatMissingData: 'breaching',
            } as const,
          ],
    ),
  } as const satisfies Readonly<Record<string, MetricAlarm | readonly MetricAlarm[]>>;
}

/**
 * How many deliveries of a source were refused in a period in which none was taken, and otherwise 0. Filled, because
 * CloudWatch would otherwise judge an hour in which none came by the one before.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * @param idSuffix tells the ids apart, where a graph has it more than once
 */
export function refusedAlone(monitored: Monitored, source: string, idSuffix = '') {
  const sum = (metric: Metric) => emitted(monitored, metric, 'Sum', { [dimensions.source]: source });
  return {
    expression: `IF(FILL(published${idSuffix}, 0) + FILL(parked${idSuffix}, 0) + FILL(duplicates${idSuffix}, 0) > 0, 0, FILL(refused${idSuffix}, 0))`,
    metrics: {
      [`published${idSuffix}`]: sum(metrics.published),
      [`parked${idSuffix}`]: sum(metrics.parked),
      [`duplicates${idSuffix}`]: sum(metrics.duplicate),
      [`refused${idSuffix}`]: sum(metrics.refused),
    },
  } as const;
}

/** In percent, of all deliveries if of nothing else; below 20 in a period a few strangers would be a large share. */
function shareOf(ids: readonly string[], all = 'deliveries'): string {
  const sum = ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return `IF(${all} >= 20, 100 * (${sum}) / ${all}, 0)`;
}
