import type { MetricStat } from '../metrics.ts';
import type { DescribedSection } from '../runbook.ts';

interface Described {
  /** Its section of the runbook and, with the qualifiers, its name. */
  readonly section: DescribedSection;
  /** What tells it from the other alarms of its section, e.g. the name of its source. */
  readonly qualifiers: readonly string[];
  /** What is wrong for whom: what the person who is called should know at once. */
  readonly symptom: string;
  /** Ends the sentence "Look first at …". */
  readonly lookFirstAt: string;
}

/** The one definition of an alarm on metrics: infra/ provisions it and graphs draw its threshold. It tells nobody. */
export interface MetricAlarm extends Described, Evaluation {
  /** By the ids that `expression` names them by. */
  readonly metrics: Readonly<Record<string, MetricStat>>;
  /** Metric math; without it the one metric is watched as it is. */
  readonly expression?: string;
}

/** When a metric alarm rings, in CloudWatch's terms. */
export interface Evaluation {
  readonly comparisonOperator:
    | 'GreaterThanThreshold'
    | 'GreaterThanOrEqualToThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** How many of the last `evaluationPeriods` must be beyond the threshold. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /**
   * What a period without data counts as. Mostly `notBreaching`: where there are no data there was no delivery, no cold
   * start or, for metrics that appear only when they are not zero, no fault; nothing that anyone should be called for.
   */
  readonly treatMissingData: 'notBreaching' | 'breaching' | 'ignore';
}

/** How soon somebody has to look: a page wakes a person, a ticket waits for the morning. */
export type Severity = 'page' | 'ticket';

/** What a composite alarm follows from: an alarm, or all or any of several. */
export type CompositeRule =
  | { readonly alarm: Alarm }
  | { readonly all: readonly CompositeRule[] }
  | { readonly any: readonly CompositeRule[] };

/** Several alarms as one, so that one fault is one message. */
export interface CompositeAlarm extends Described {
  readonly rule: CompositeRule;
  /** Whom it tells; nobody, when it only suppresses others. */
  readonly severity: Severity | undefined;
  readonly suppression: Suppression | undefined;
}

/** Whose alarm keeps this one's message back, because what it says follows from it. */
export interface Suppression {
  readonly by: CompositeAlarm;
  /** How long to wait for `by` before telling anyone, in seconds: what rings first need not be the cause. */
  readonly waitSeconds: number;
  /** How long after `by` is over to tell nobody, in seconds: windows end after the fault they saw. */
  readonly extensionSeconds: number;
}

export type Alarm = MetricAlarm | CompositeAlarm;

export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'rule' in alarm;
}
