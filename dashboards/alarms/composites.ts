import type { Monitored } from '../monitored.ts';
import { type Alarm, type Composite, isComposite, type Rule, type Severity, type Suppression } from './alarm.ts';
import type { MetricAlarms } from './alarms.ts';

/** In seconds. Alarms of one fault ring within a few minutes of each other. */
const waitSeconds = 180;

/** In seconds. Metrics arrive, and alarms are evaluated, a little after what they are of. */
const settlingSeconds = 300;

/**
 * What tells people, so that one fault is one message: an alarm whose fault follows from another's is held back while
 * that one is in alarm, and for as long after as its own windows still see the fault.
 */
export function compositesOf(alarms: MetricAlarms, { rules }: Monitored) {
  const failingDeliveries = page({
    section: 'failing-deliveries',
    symptom: 'Deliveries that were right are not published: senders get 5xx or 429, and most do not try again.',
    first: 'the reasons of failed deliveries, and whether it began with a deployment',
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
      symptom: 'EventBridge does not take deliveries: they are kept, and consumers get them late.',
      first: "EventBridge's health, and the state of the pipe",
      rule: any(alarms.publishFailures, alarms.parkedDeliveries),
    },
    failingDeliveries,
  );

  const nothingArrives = holding('failing-or-parked', any(failingDeliveries, parkedDeliveries));
  const pages = {
    failingDeliveries,
    parkedDeliveries,
    slowAnswers: page(as(alarms.slowAnswers), nothingArrives),
    // Faults of their own: whoever mends another has to hear that everything a sender sends is refused.
    missedRotation: page(as(alarms.missedRotation)),
    staleDeliveries: page(as(alarms.staleDeliveries)),
  };

  const silence = ofAny(alarms.silentSources, (silent) => ({
    silentSources: page(
      {
        section: 'silent-sources',
        symptom: 'A source that should speak is silent: its deliveries do not even arrive.',
        first: 'which source it is, and whether the sender still knows the address',
        rule: any(...silent),
      },
      failingDeliveries,
    ),
  }));

  /** But for a silent source's: nothing follows from silence, which may last for weeks. */
  const somebodyIsCalled = holding('any-page', any(...Object.values(pages)));
  const alone = (alarm: Alarm) => ticket(as(alarm), somebodyIsCalled);

  /**
   * For as long as its six hours see a fault that burned as fast as a page is for. The window of days is looked at once
   * an hour, which may be when the page is over: a change that comes after the suppressor's end waits and is told.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
   */
  const burnedAtOnce = holding('any-page-or-burn', any(...Object.values(pages), alarms.slowLong));

  const tickets = {
    spentBudget: ticket(
      {
        section: 'spent-budget',
        symptom: 'Deliveries have failed now and then for days: the error budget will not last the month.',
        first: 'the reasons of failed deliveries over three days',
        rule: { all: [{ alarm: alarms.budgetLong }, { alarm: alarms.budgetShort }] },
      },
      burnedAtOnce,
    ),
    publishRetries: alone(alarms.publishRetries),
    parkedDeadLetters: alone(alarms.parkedDeadLetters),
    targetFailures: rules.map(({ name }) =>
      ticket(
        {
          section: 'target-failures',
          of: [name],
          symptom: `Events of the rule ${name} did not reach a target.`,
          first: "the error code on the dead letters, and the target's policy",
          rule: any(...[...alarms.targetFailures, ...alarms.deadLetters].filter(({ of: [rule] }) => rule === name)),
        },
        somebodyIsCalled,
      ),
    ),
    wrongSignatures: alone(alarms.wrongSignatures),
    refusedSources: ticket(
      {
        section: 'refused-sources',
        symptom: 'Nothing gets through of a source that delivers: all it sends is refused.',
        first: 'which source it is, and for which reason',
        rule: any(...alarms.refusedSources),
      },
      somebodyIsCalled,
    ),
    secretFetchFailures: alone(alarms.secretFetchFailures),
    ...ofAny(alarms.oldSecrets, (old) => ({
      oldSecrets: ticket(
        {
          section: 'old-secrets',
          symptom: 'A signing secret is due for rotation.',
          first: 'which source it is of',
          rule: any(...old),
        },
        somebodyIsCalled,
      ),
    })),
    concurrencyNearCap: alone(alarms.concurrencyNearCap),
    slowColdStarts: alone(alarms.slowColdStarts),
    lostTelemetry: ticket(
      {
        section: 'lost-telemetry',
        symptom: 'Graphs and alarms see less than there is: the metrics of deliveries are lost.',
        first: 'a line of metrics in the log',
        rule: any(alarms.malformedMetrics, alarms.missingMetrics),
      },
      somebodyIsCalled,
    ),
  };

  return {
    ...pages,
    ...silence,
    ...tickets,
    /** They tell nobody, and hold the others back. */
    holding: [nothingArrives, somebodyIsCalled, burnedAtOnce],
  } as const satisfies Readonly<Record<string, Composite | readonly Composite[]>>;
}

/** A rule of no alarm is none. */
function ofAny<T>(alarms: readonly Alarm[], composite: (alarms: readonly Alarm[]) => T): T | Record<never, never> {
  return alarms.length === 0 ? {} : composite(alarms);
}

type Told = Omit<Composite, 'of' | 'severity' | 'suppression'> & { readonly of?: readonly string[] };

function page(told: Told, heldBackBy?: Composite): Composite {
  return telling('page', told, heldBackBy && suppression(heldBackBy, told.rule));
}

function ticket(told: Told, heldBackBy: Composite): Composite {
  return telling('ticket', told, suppression(heldBackBy, told.rule));
}

function suppression(by: Composite, rule: Rule): Suppression {
  return { by, waitSeconds, extensionSeconds: lookBackSeconds(rule) + settlingSeconds };
}

/** For how long after its end a fault may still be seen. */
function lookBackSeconds(rule: Rule): number {
  if ('all' in rule) return Math.min(...rule.all.map(lookBackSeconds));
  if ('any' in rule) return Math.max(...rule.any.map(lookBackSeconds));
  const { alarm } = rule;
  return isComposite(alarm) ? lookBackSeconds(alarm.rule) : alarm.periodSeconds * alarm.evaluationPeriods;
}

function telling(severity: Severity, { of = [], ...told }: Told, suppression: Suppression | undefined): Composite {
  return { ...told, of, severity, suppression };
}

function holding(of: string, rule: Rule): Composite {
  return {
    section: 'alarms',
    of: [of],
    symptom: 'Holds back the messages that follow from another; it tells nobody itself.',
    first: 'the alarms that it is made of',
    rule,
    severity: undefined,
    suppression: undefined,
  };
}

/** What is to be told of one alarm: just that. */
function as(alarm: Alarm): Told {
  const { section, symptom, first } = alarm;
  return { section, symptom, first, rule: { alarm } };
}

function any(...alarms: readonly (Alarm | Composite)[]): Rule {
  return { any: alarms.map((alarm) => ({ alarm })) };
}
