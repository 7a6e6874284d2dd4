import type { MetricStore } from '../metrics/metric-store.ts';
import { type Alarm, type AlarmDeclaration, alarmOf, datapointsOf } from './alarm.ts';
import { stateReason, stateReasonData } from './reason.ts';
import { type State, verdict } from './verdict.ts';

interface AlarmState {
  readonly value: State;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | undefined;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** When the value last became another. */
  readonly transitionedAt: number;
}

export interface WatchedAlarm {
  readonly alarm: Alarm;
  readonly state: AlarmState;
}

interface Watched extends WatchedAlarm {
  state: AlarmState;
  /** The end of the last range that was evaluated. */
  evaluatedTo: number | undefined;
}

export interface HistoryItem {
  readonly alarmName: string;
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

/** Of all alarms together; CloudWatch keeps 30 days. */
const maximumHistory = 1000;

/** The alarms of the program, the state each is in, and how it came there. */
export class Alarms {
  readonly createdAt: number;
  readonly #watched: readonly Watched[];
  readonly #store: MetricStore;
  readonly #now: () => number;
  readonly #history: HistoryItem[] = [];

  constructor(declared: readonly AlarmDeclaration[], store: MetricStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.createdAt = now();
    this.#watched = declared
      .map((declaration) => this.#begin(alarmOf(declaration)))
      .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  }

  get all(): readonly WatchedAlarm[] {
    return this.#watched;
  }

  /** Oldest first. */
  get history(): readonly HistoryItem[] {
    return this.#history;
  }

  /** Looks at the points that have come since the last time, and puts each alarm into the state they say. */
  evaluate(): void {
    for (const watched of this.#watched) {
      const { alarm, state, evaluatedTo } = watched;
      const now = this.#now();
      const { end, points } = datapointsOf(alarm, this.#store, now);
      if (end === evaluatedTo) continue;
      watched.evaluatedTo = end;
      const found = verdict(points, alarm.rule, state.value);
      if (found.state === state.value) continue;
      const reason = stateReason(found, alarm.rule, state.value);
      this.#change(watched, found.state, reason, stateReasonData(found, alarm.rule, alarm.periodSeconds, now));
    }
  }

  /** Until the next evaluation. Says whether there is such an alarm. */
  set(alarmName: string, value: State, reason: string, reasonData: string | undefined): boolean {
    const watched = this.#watched.find((candidate) => nameOf(candidate) === alarmName);
    if (watched) this.#change(watched, value, reason, reasonData);
    return watched !== undefined;
  }

  #begin(alarm: Alarm): Watched {
    // An expression that cannot be carried out here is refused at the start and not a minute later.
    datapointsOf(alarm, this.#store, this.createdAt);
    const { AlarmName, AlarmArn } = alarm.declared;
    this.#remember({
      alarmName: AlarmName,
      at: this.createdAt,
      type: 'ConfigurationUpdate',
      summary: `Alarm "${AlarmName}" created`,
      data: JSON.stringify({
        version: '1.0',
        type: 'Create',
        createdAlarm: { alarmName: AlarmName, alarmArn: AlarmArn },
      }),
    });
    const reason = 'Unchecked: Initial alarm creation';
    const [updatedAt, transitionedAt] = [this.createdAt, this.createdAt];
    const state = { value: 'INSUFFICIENT_DATA', reason, reasonData: undefined, updatedAt, transitionedAt } as const;
    return { alarm, state, evaluatedTo: undefined };
  }

  #change(watched: Watched, value: State, reason: string, reasonData: string | undefined): void {
    const former = watched.state;
    const updatedAt = this.#now();
    const transitionedAt = value === former.value ? former.transitionedAt : updatedAt;
    watched.state = { value, reason, reasonData, updatedAt, transitionedAt };
    if (value === former.value) return;
    this.#remember({
      alarmName: nameOf(watched),
      at: watched.state.updatedAt,
      type: 'StateUpdate',
      summary: `Alarm updated from ${former.value} to ${value}`,
      data: JSON.stringify({ version: '1.0', oldState: recorded(former), newState: recorded(watched.state) }),
    });
  }

  #remember(item: HistoryItem): void {
    this.#history.push(item);
    if (this.#history.length > maximumHistory) this.#history.shift();
  }
}

function nameOf({ alarm }: WatchedAlarm): string {
  return alarm.declared.AlarmName;
}

function recorded({ value, reason, reasonData }: AlarmState) {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) }),
  };
}
