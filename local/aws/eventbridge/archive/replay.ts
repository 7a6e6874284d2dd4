import type { Archive, ArchivedEvent } from './archive.ts';

export type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** What StartReplay asked for; times in milliseconds since the epoch. */
export interface ReplayDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly archive: Archive;
  readonly from: number;
  readonly to: number;
  /** ARNs of the rules that get the events; all of the bus without it. */
  readonly ruleArns?: readonly string[];
}

export interface ReplayOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Puts an event of the archive before the rules, under the name of its replay. */
  readonly publish: (replay: ReplayDeclaration, event: ArchivedEvent) => void;
}

/** AWS replays as fast as PutEvents may, and a minute of events at a time; here it is so many at a time. */
const pace = { events: 20, everyMs: 10 };

/** One replay, from its start to its end. */
export class Replay {
  readonly declared: ReplayDeclaration;
  readonly startedAt: number;
  state: ReplayState = 'STARTING';
  /** The time of the last event that was replayed. */
  lastReplayed: number | undefined;
  endedAt: number | undefined;
  readonly #surroundings: ReplayOptions;
  readonly #cancelled = new AbortController();

  constructor(declared: ReplayDeclaration, surroundings: ReplayOptions) {
    this.declared = declared;
    this.#surroundings = surroundings;
    this.startedAt = surroundings.now();
  }

  get isActive(): boolean {
    return this.endedAt === undefined;
  }

  async run(closing: AbortSignal): Promise<void> {
    const { archive, from, to } = this.declared;
    const { now, sleep, publish } = this.#surroundings;
    const events = archive.between(from, to);
    const stopped = AbortSignal.any([closing, this.#cancelled.signal]);
    for (let index = 0; index < events.length || this.state === 'STARTING'; index += pace.events) {
      await sleep(pace.everyMs, stopped).catch(() => {});
      if (stopped.aborted) break;
      this.state = 'RUNNING';
      for (const event of events.slice(index, index + pace.events)) {
        publish(this.declared, event);
        this.lastReplayed = event.time;
      }
    }
    this.state = stopped.aborted ? 'CANCELLED' : 'COMPLETED';
    this.endedAt = now();
  }

  cancel(): void {
    this.state = 'CANCELLING';
    this.#cancelled.abort();
  }
}
