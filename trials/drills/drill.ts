import type { Severity } from '../../dashboards/alarms/alarm.ts';
import type { CompositeAlarmName, MetricAlarmName } from '../../dashboards/alarms/alarms.ts';
import type { SettingsInput } from '../../infra/settings/schema.ts';
import type { LocalStack } from '../../local/index.ts';
import type { Load } from './run/load.ts';

/** One fault, and what must follow from it: which alarms ring, whom they tell, and when it is over. */
export interface Drill extends Expected {
  readonly name: string;
  /** What goes wrong, in a few words. */
  readonly what: string;
  /** Settings of its stack that differ from those of all drills. */
  readonly settings?: Readonly<Partial<SettingsInput>>;
  /** For how long the stack's secrets have had their values, in milliseconds. Default 0. */
  readonly secretAgeMs?: number;
  /** How many minutes of the alarms' clock pass in a second. */
  readonly minutesASecond: number;
  /** Deliveries a second, on the wall's clock. */
  readonly rate: number;
  /** Environments that there are before the load begins. Default 1. */
  readonly warm?: number;
  /** How long the fault lasts, in minutes of the alarms' clock, as all minutes here. */
  readonly lasts: number;
  /** Begins the fault. Answers with the way to end it. */
  readonly begin: (stage: Stage) => Promise<End> | End;
  // Names that the definitions of alarms have: a drill of one that is renamed does not compile.
  readonly rings: MinutesByAlarm;
  readonly mayRing?: readonly MetricAlarmName[];
  readonly tells?: MessageOf<'page'> | MessageOf<'ticket'>;
}

/** Names that hold for any rule or source make an index signature, which `?` would let be undefined. */
type MinutesByAlarm = { readonly [Name in MetricAlarmName as IsPattern<Name> extends true ? Name : never]: number } & {
  readonly [Name in MetricAlarmName as IsPattern<Name> extends true ? never : Name]?: number;
};
type IsPattern<Name extends string> = Record<never, never> extends Record<Name, unknown> ? true : false;

interface MessageOf<Topic extends Severity> extends ExpectedMessage {
  readonly topic: Topic;
  readonly alarm: CompositeAlarmName<Topic>;
}

export interface Expected {
  /** The alarms on metrics that ring, by section and qualifiers, each with the minutes from the fault within which it does. */
  readonly rings: Readonly<Record<string, number>>;
  /** Those that may ring as well. The drill says why it is not certain. */
  readonly mayRing?: readonly string[];
  /** The one message that comes; none when it is left out. */
  readonly tells?: ExpectedMessage;
  /** From the end of the fault until every alarm that rang is quiet. */
  readonly clears: number;
}

interface ExpectedMessage {
  readonly topic: Severity;
  /** The composite alarm that the message is of. */
  readonly alarm: string;
  /** From the fault to the message, at most and, where something holds it back, at least. */
  readonly within: number;
  readonly notBefore?: number;
}

export type End = () => Promise<void> | void;

export interface Stage {
  readonly stack: LocalStack;
  readonly load: Load;
  /** Waits for so many minutes of the alarms' clock. Rejects on Ctrl-C. */
  readonly minutes: (count: number) => Promise<void>;
  /** Does something while the alarms' clock passes so many minutes in a second. */
  readonly atSpeed: <T>(minutesASecond: number, act: () => Promise<T>) => Promise<T>;
  /** Does something every so many minutes, at their beginning. Answers with the way to stop. */
  readonly every: (minutes: number, run: () => void) => End;
  /** New code for the function: the files of its zip, changed. Answers with the way back. */
  readonly deploy: (change: (files: Files) => Files) => Promise<() => Promise<void>>;
  /** Calls AWS as the console does, e.g. `AmazonSQS.SendMessage`. */
  readonly call: (operation: string, input: object) => Promise<object>;
  /** For so many minutes from the beginning of this one on, no alarm of the stack tells anyone. It ends by itself. */
  readonly mute: (minutes: number) => Promise<void>;
}

/** By name. */
export type Files = Readonly<Record<string, string>>;
