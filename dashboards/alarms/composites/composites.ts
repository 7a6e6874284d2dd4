import type { Monitored } from '../../monitored.ts';
import type { CompositeAlarm, MetricAlarm } from '../alarm.ts';
import type { MetricAlarms } from '../metric-alarms.ts';
import { anyOf, messageOf, page, suppressor, ticket, unlessEmpty } from './composite.ts';

export type CompositeAlarms = ReturnType<typeof compositeAlarmsOf>;

/**
 * What tells people, so that one fault is one message: an alarm whose fault follows from another's is held back while
 * that one is in alarm, and for as long after as its own windows still see the fault.
 */
export function compositeAlarmsOf(alarms: MetricAlarms, { rules }: Monitored) {
  const failingDeliveries = page({
    section: 'failing-deliveries',
    qualifiers: [],
    symptom: 'Deliveries that were right are not published: senders get 5xx or 429, and most do not try again.',
    lookFirstAt: 'the reasons of failed deliveries, and whether it began with a deployment',
    rule: {
      any: [
        { all: [{ alarm: alarms.fastLong }, { alarm: alarms.fastShort }] },
        { all: [{ alarm: alarms.slowLong }, { alarm: alarms.slowShort }] },
        { alarm: alarms.functionErrors },
        { alarm: alarms.timeouts },
        { alarm: alarms.failedInits },
        { alarm: alarms.throttledDeliveries },
      ],
    },
  });

  const parkedDeliveries = page(
    {
      section: 'parked-deliveries',
      qualifiers: [],
      symptom: 'EventBridge does not take deliveries: they are kept, and consumers get them late.',
      lookFirstAt: "EventBridge's health, and the state of the pipe",
      rule: anyOf(alarms.publishFailures, alarms.parkedDeliveries),
    },
    failingDeliveries,
  );

  const failingOrParked = suppressor('failing-or-parked', anyOf(failingDeliveries, parkedDeliveries));
  const pages = {
    failingDeliveries,
    parkedDeliveries,
    slowAnswers: page(messageOf(alarms.slowAnswers), failingOrParked),
    // Faults of their own: whoever mends another has to hear that everything a sender sends is refused.
    missedRotation: page(messageOf(alarms.missedRotation)),
    staleDeliveries: page(messageOf(alarms.staleDeliveries)),
  };

  const silence = unlessEmpty(alarms.silentSources, (silent) => ({
    silentSources: page(
      {
        section: 'silent-sources',
        qualifiers: [],
        symptom: 'A source that should speak is silent: its deliveries do not even arrive.',
        lookFirstAt: 'which source it is, and whether the sender still knows the address',
        rule: anyOf(...silent),
      },
      failingDeliveries,
    ),
  }));

  /** The page of a silent source is left out: nothing follows from silence, which may last for weeks. */
  const anyPage = suppressor('any-page', anyOf(...Object.values(pages)));
  const ticketFor = <One extends MetricAlarm>(alarm: One) => ticket(messageOf(alarm), anyPage);

  /**
   * Holds as long as the six hours see a fault that burned as fast as a page is for. The window of days is looked at once
   * an hour, which may be when the page is over: a change that comes after the suppressor's end waits and is told.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
   */
  const anyPageOrBurn = suppressor('any-page-or-burn', anyOf(...Object.values(pages), alarms.slowLong));

  const tickets = {
    spentBudget: ticket(
      {
        section: 'spent-budget',
        qualifiers: [],
        symptom: 'Deliveries have failed now and then for days: the error budget will not last the month.',
        lookFirstAt: 'the reasons of failed deliveries over three days',
        rule: { all: [{ alarm: alarms.budgetLong }, { alarm: alarms.budgetShort }] },
      },
      anyPageOrBurn,
    ),
    publishRetries: ticketFor(alarms.publishRetries),
    parkedDeadLetters: ticketFor(alarms.parkedDeadLetters),
    targetFailures: rules.map(({ name }) =>
      ticket(
        {
          section: 'target-failures',
          qualifiers: [name],
          symptom: `Events of the rule ${name} did not reach a target.`,
          lookFirstAt: "the error code on the dead letters, and the target's policy",
          rule: anyOf(
            ...[...alarms.targetFailures, ...alarms.deadLetters].filter(({ qualifiers: [rule] }) => rule === name),
          ),
        },
        anyPage,
      ),
    ),
    wrongSignatures: ticketFor(alarms.wrongSignatures),
    refusedSources: ticket(
      {
        section: 'refused-sources',
        qualifiers: [],
        symptom: 'Nothing gets through of a source that delivers: all it sends is refused.',
        lookFirstAt: 'which source it is, and for which reason',
        rule: anyOf(...alarms.refusedSources),
      },
      anyPage,
    ),
    secretFetchFailures: ticketFor(alarms.secretFetchFailures),
    ...unlessEmpty(alarms.oldSecrets, (old) => ({
      oldSecrets: ticket(
        {
          section: 'old-secrets',
          qualifiers: [],
          symptom: 'A signing secret is due for rotation.',
          lookFirstAt: 'which source it is of',
          rule: anyOf(...old),
        },
        anyPage,
      ),
    })),
    concurrencyNearCap: alarms.concurrencyNearCap.map(ticketFor),
    slowColdStarts: ticketFor(alarms.slowColdStarts),
    lostTelemetry: ticket(
      {
        section: 'lost-telemetry',
        qualifiers: [],
        symptom: 'Graphs and alarms see less than there is: the metrics of deliveries are lost.',
        lookFirstAt: 'a line of metrics in the log',
        rule: anyOf(alarms.malformedMetrics, alarms.missingMetrics),
      },
      anyPage,
    ),
  };

  return {
    ...pages,
    ...silence,
    ...tickets,
    /** These tell nobody, and hold the others back. */
    suppressors: [failingOrParked, anyPage, anyPageOrBurn],
  } as const satisfies Readonly<Record<string, CompositeAlarm | readonly CompositeAlarm[]>>;
}
