import type { MuteSchedule, MuteWindow } from './schedule.ts';

/** Holds back what the alarms that it names would do, for as long as its window lasts. */
export interface MuteRule {
  readonly name: string;
  readonly description?: string;
  readonly schedule: MuteSchedule;
  readonly window: MuteWindow;
  /** Names of alarms. */
  readonly targets: readonly string[];
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

type MuteStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED';

export class MuteRules {
  /** In the order in which they were created; a change makes a rule no newer. */
  readonly #rules = new Map<string, MuteRule>();

  get all(): readonly MuteRule[] {
    return [...this.#rules.values()];
  }

  put(rule: MuteRule): void {
    this.#rules.set(rule.name, rule);
  }

  delete(name: string): void {
    this.#rules.delete(name);
  }

  /** Those that mute an alarm at a time, the newest first. */
  muting(alarm: string, at: number): readonly MuteRule[] {
    return this.all.filter((rule) => rule.targets.includes(alarm) && statusOf(rule, at) === 'ACTIVE').reverse();
  }
}

export function statusOf({ window: { from, to } }: Pick<MuteRule, 'window'>, at: number): MuteStatus {
  if (at < from) return 'SCHEDULED';
  return at < to ? 'ACTIVE' : 'EXPIRED';
}
