import type { LocalStack } from '../local/stack.ts';
import type { Load } from './load.ts';

/** One fault, and what must follow from it: which alarms ring, whom they tell, and when it is over. */
export interface Drill {
  readonly name: string;
  /** What goes wrong, in a few words. */
  readonly what: string;
  /** Settings of its stack that differ from those of all drills. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** How many minutes of the alarms' clock pass in a second. */
  readonly minutesASecond: number;
  /** Deliveries a second, on the wall's clock. */
  readonly rate: number;
  /** How long the fault lasts, in minutes of the alarms' clock, as all minutes here. */
  readonly lasts: number;
  /** Begins the fault. Answers with the way to end it. */
  readonly begin: (stage: Stage) => Promise<End> | End;
  /** The alarms on metrics that ring, by section and what it is of, each with the minutes from the fault within which it does. */
  readonly rings: Readonly<Record<string, number>>;
  /** Those that may ring as well: what looks back on days is evaluated once an hour, which may or may not be within. */
  readonly may?: readonly string[];
  readonly tells: {
    readonly topic: 'page' | 'ticket';
    /** The composite alarm that the message is of. */
    readonly alarm: string;
    /** From the fault to the message. */
    readonly within: number;
  };
  /** From the end of the fault until every alarm that rang is quiet. */
  readonly clears: number;
}

export type End = () => Promise<void> | void;

export interface Stage {
  readonly stack: LocalStack;
  readonly load: Load;
  /** Waits for so many minutes of the alarms' clock. Rejects on Ctrl-C. */
  readonly minutes: (count: number) => Promise<void>;
  /** New code for the function: the files of its zip, changed. */
  readonly deploy: (change: (files: Files) => Files) => Promise<void>;
  /** Calls AWS as the console does, e.g. `sqs.SendMessage`. */
  readonly call: (operation: string, input: object) => Promise<object>;
}

/** By name. */
export type Files = Readonly<Record<string, string>>;
