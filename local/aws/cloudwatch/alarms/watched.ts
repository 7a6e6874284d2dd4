import type { AlarmRule } from './composite/alarm-rule.ts';
import type { Suppression } from './composite/suppression.ts';
import type { CompositeAlarmDeclaration } from './declaration.ts';
import type { MetricAlarm } from './metric-alarm.ts';
import type { State } from './verdict.ts';

export interface AlarmState {
  readonly value: State;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | undefined;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** When the value last became another. */
  readonly transitionedAt: number;
}

interface Watched {
  state: AlarmState;
  /** Before its value last became another. */
  former: AlarmState;
  /** What it had to do last was held back by a mute rule, which it has to do when that has ended. */
  isMuted: boolean;
}

export interface WatchedMetricAlarm extends Watched {
  readonly kind: 'MetricAlarm';
  readonly alarm: MetricAlarm;
  /** The end of the last range that was evaluated. */
  evaluatedTo: number | undefined;
}

interface CompositeAlarm {
  readonly declared: CompositeAlarmDeclaration;
  readonly rule: AlarmRule;
}

export interface WatchedCompositeAlarm extends Watched {
  readonly kind: 'CompositeAlarm';
  readonly alarm: CompositeAlarm;
  /** Those that its rule names, each once. */
  readonly children: readonly WatchedAlarm[];
  readonly suppressor: WatchedAlarm | undefined;
  readonly suppression: Suppression | undefined;
  isEvaluated: boolean;
  /** Those whose change made it change. */
  triggeredBy: readonly WatchedAlarm[];
}

export type WatchedAlarm = WatchedMetricAlarm | WatchedCompositeAlarm;

export function nameOf({ alarm }: WatchedAlarm): string {
  return alarm.declared.AlarmName;
}

export function arnOf({ alarm }: WatchedAlarm): string {
  return alarm.declared.AlarmArn;
}

/** The actions of the state it is in. */
export function actionsOf({ alarm: { declared }, state }: WatchedAlarm): readonly string[] {
  if (!declared.ActionsEnabled) return [];
  const { OKActions: OK, AlarmActions: ALARM, InsufficientDataActions: INSUFFICIENT_DATA } = declared;
  return { OK, ALARM, INSUFFICIENT_DATA }[state.value];
}

/** Every alarm begins so, and is evaluated a little later. */
export function initialState(at: number): AlarmState {
  const reason = 'Unchecked: Initial alarm creation';
  return { value: 'INSUFFICIENT_DATA', reason, reasonData: undefined, updatedAt: at, transitionedAt: at };
}
