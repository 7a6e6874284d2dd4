import type { MetricAlarm } from './alarm.ts';
import type { CompositeAlarm } from './composite/composite.ts';
import type { Suppression } from './composite/suppression.ts';
import type { State } from './verdict.ts';

/** What metric and composite alarms have in common, by the names that DescribeAlarms has. */
export interface AlarmDeclaration {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
}

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

interface Common {
  state: AlarmState;
  /** Before its value last became another. */
  former: AlarmState;
  /** What it had to do last was held back by a mute rule, which it has to do when that has ended. */
  isMuted: boolean;
}

export interface WatchedMetricAlarm extends Common {
  readonly kind: 'MetricAlarm';
  readonly alarm: MetricAlarm;
  /** The end of the last range that was evaluated. */
  evaluatedTo: number | undefined;
}

export interface WatchedCompositeAlarm extends Common {
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

/** Every alarm begins so, and is evaluated a little later. */
export function initialState(at: number): AlarmState {
  const reason = 'Unchecked: Initial alarm creation';
  return { value: 'INSUFFICIENT_DATA', reason, reasonData: undefined, updatedAt: at, transitionedAt: at };
}
