import { dimensions, metrics, type Reason } from '../../function/signals.ts';
import { deliveries, deliveriesOf, emitted } from '../metrics.ts';
import type { Monitored } from '../monitored.ts';
import type { Alarm } from './alarm.ts';

/** What senders do wrong, or do no more. */
export function senders(monitored: Monitored) {
  const { thresholds } = monitored;
  const refused = (reason: Reason) => emitted(monitored, metrics.refused, 'Sum', { [dimensions.reason]: reason });
  const unsigned = {
    metrics: {
      wrong: refused('wrong-signature'),
      malformed: refused('malformed-signature'),
      unset: refused('no-secret'),
      deliveries: deliveries(monitored),
    },
    expression: shareOf(['wrong', 'malformed', 'unset']),
    periodSeconds: 300,
    missing: 'notBreaching',
  } as const;
  return {
    /**
     * Nothing gets through, which strangers cannot bring about: at 100 times the load of the senders they leave these a
     * hundredth. Two periods, because every minute of it is lost.
     */
    missedRotation: {
      ...unsigned,
      section: 'missed-rotation',
      of: [],
      symptom: 'No delivery has a valid signature: a secret was changed on one side only, and everything is refused.',
      first: 'when the secret was last changed, here and at the sender',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: thresholds.missedRotationPercent,
      datapointsToAlarm: 2,
      evaluationPeriods: 2,
    },
    /** More than strangers who try the door make, for a quarter of an hour. */
    wrongSignatures: {
      ...unsigned,
      section: 'wrong-signatures',
      of: [],
      symptom:
        'A large share of deliveries is refused for its signature, while others get through: an attack, or one of several senders with another secret.',
      first: 'whether the wrong ones come from a sender of yours',
      comparison: 'GreaterThanThreshold',
      threshold: thresholds.wrongSignaturePercent,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
    },
    /** A clock goes wrong slowly and does not mend itself; a few late deliveries are the network's. */
    staleDeliveries: {
      section: 'stale-deliveries',
      of: [],
      symptom: "Signed deliveries are refused for their time: a sender's clock is off, or somebody replays old ones.",
      first: 'whether all ages are off by the same',
      metrics: { stale: refused('stale'), early: refused('early'), deliveries: deliveries(monitored) },
      expression: shareOf(['stale', 'early']),
      comparison: 'GreaterThanThreshold',
      threshold: thresholds.stalePercent,
      periodSeconds: 300,
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      missing: 'notBreaching',
    },
    /**
     * Only for a source that says how often it speaks. Here, and only here, no data is the fault. In ten parts, because
     * CloudWatch looks some periods further back for data before it takes any as missing: one period as long as the
     * silence would ring after three of them.
     * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
     */
    silentSources: monitored.sources.flatMap(({ name, expectedEveryMinutes }) =>
      expectedEveryMinutes === undefined
        ? []
        : [
            {
              section: 'silent-sources' as const,
              of: [name],
              symptom: `Nothing has come from ${name} for ${expectedEveryMinutes} minutes, which should not happen.`,
              first: 'whether the sender still knows the address',
              metrics: { deliveries: deliveriesOf(monitored, name) },
              comparison: 'LessThanThreshold' as const,
              threshold: 1,
              ...inTenParts(expectedEveryMinutes),
              missing: 'breaching' as const,
            },
          ],
    ),
  } as const satisfies Readonly<Record<string, Alarm | readonly Alarm[]>>;
}

/** In whole minutes each, as long together as they were asked for or a little longer. */
function inTenParts(minutes: number) {
  const part = Math.ceil(minutes / 10);
  const evaluationPeriods = Math.ceil(minutes / part);
  return { periodSeconds: 60 * part, datapointsToAlarm: evaluationPeriods, evaluationPeriods };
}

/** In percent of all deliveries; below 20 in a period a few strangers would be a large share. */
function shareOf(ids: readonly string[]): string {
  const sum = ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return `IF(deliveries >= 20, 100 * (${sum}) / deliveries, 0)`;
}
