import type { Measured } from '../metrics.ts';
import type { DescribedSection } from '../runbook.ts';

interface Described {
  /** Its section of the runbook and, with `of`, its name. */
  readonly section: DescribedSection;
  /** What tells it from the others of its section. */
  readonly of: readonly string[];
  /** What is wrong for whom: what the person who is called should know at once. */
  readonly symptom: string;
  /** What to look at first; ends the sentence "Look first at …". */
  readonly first: string;
}

/** The one definition of an alarm on metrics: infra/ provisions it and graphs draw its threshold. It tells nobody. */
export interface Alarm extends Described {
  /** By the ids that `expression` names them by. */
  readonly metrics: Readonly<Record<string, Measured>>;
  /** Metric math; without it the one metric is watched as it is. */
  readonly expression?: string;
  readonly comparison:
    | 'GreaterThanThreshold'
    | 'GreaterThanOrEqualToThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold';
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Of the last `evaluationPeriods`, how many must be beyond the threshold. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /**
   * What a period without data counts as. Mostly `notBreaching`: where there are no data there was no delivery, no cold
   * start or, of metrics that appear only when they are not zero, no fault; nothing that anyone should be called for.
   */
  readonly missing: 'notBreaching' | 'breaching' | 'ignore';
}

/** How soon somebody has to look: a page wakes a person, a ticket waits for the morning. */
export type Severity = 'page' | 'ticket';

/** What a composite alarm follows from: an alarm, or all or any of several. */
export type Rule =
  | { readonly alarm: Alarm | Composite }
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] };

/** Several alarms as one, so that one fault is one message. */
export interface Composite extends Described {
  readonly rule: Rule;
  /** Whom it tells; nobody, when it only holds others back. */
  readonly severity: Severity | undefined;
  readonly suppression: Suppression | undefined;
}

/** Whose alarm keeps this one's message back, because what it says follows from it. */
export interface Suppression {
  readonly by: Composite;
  /** How long to wait for `by` before telling anyone, in seconds: what rings first need not be the cause. */
  readonly waitSeconds: number;
  /** How long after `by` is over to tell nobody, in seconds: windows end after the fault they saw. */
  readonly extensionSeconds: number;
}

export function isComposite(alarm: Alarm | Composite): alarm is Composite {
  return 'rule' in alarm;
}
