/** Why a composite alarm's actions are not carried out, by the names that DescribeAlarms has. */
export type SuppressedBy = 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod';

export interface Periods {
  readonly waitMs: number;
  readonly extensionMs: number;
}

/**
 * Whether a composite alarm with a suppressor carries out its actions, and when. Each step says whether they are to be
 * carried out now, for the state the alarm is then in. Times are milliseconds since the epoch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 */
export class Suppression {
  readonly #periods: Periods;
  #by: SuppressedBy | undefined;
  /** When the present period is over. */
  #until = 0;
  /** There was a change of state whose actions were held back. */
  #isOwed = false;

  constructor(periods: Periods, isSuppressorInAlarm: boolean) {
    this.#periods = periods;
    this.#by = isSuppressorInAlarm ? 'Alarm' : undefined;
  }

  get by(): SuppressedBy | undefined {
    return this.#by;
  }

  /** The composite alarm has changed its state. */
  changed(at: number): boolean {
    this.#isOwed = true;
    // A suppressor in alarm suppresses; every other change waits anew, whatever period it falls into.
    if (this.#by !== 'Alarm') this.#begin('WaitPeriod', at + this.#periods.waitMs);
    return this.passed(at);
  }

  /** The suppressor has gone into alarm or out of it. */
  suppressorChanged(isInAlarm: boolean, at: number): boolean {
    if (isInAlarm) this.#by = 'Alarm';
    else if (this.#by === 'Alarm') this.#begin('ExtensionPeriod', at + this.#periods.extensionMs);
    return this.passed(at);
  }

  /** What was held back by something else is to be carried out, for the state that the alarm is in. */
  resumed(at: number): boolean {
    if (this.#by === undefined) return true;
    this.#isOwed = true;
    return this.passed(at);
  }

  /** It has become that late. */
  passed(at: number): boolean {
    if (this.#by === undefined || this.#by === 'Alarm' || at < this.#until) return false;
    const isOwed = this.#isOwed;
    this.#by = undefined;
    this.#isOwed = false;
    return isOwed;
  }

  #begin(by: SuppressedBy, until: number): void {
    this.#by = by;
    this.#until = until;
  }
}
