import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AlarmDeclarations, type AlarmReplay, replayAlarms } from '../../../local/index.ts';
import type { Expected } from '../drill.ts';
import { type Happened, problemsOf } from '../verdict.ts';
import { type Mutation, mutantsOf } from './mutants.ts';
import type { Recording } from './recording.ts';

/** A drill that is over, as far as other alarms can go through it. */
export interface Recorded extends Pick<Recording, 'from' | 'happenings'> {
  readonly expected: Expected;
  readonly declared: AlarmDeclarations;
  /** When rings began to count, when the fault began, and to when to look: milliseconds since the epoch. */
  readonly calmAt: number;
  readonly faultAt: number;
  readonly to: number;
  readonly shortName: (alarm: string) => string;
}

/** Every change to an alarm of a drill's stack, and whether the drill had not gone as written with it. */
export interface Noticed {
  /** What the alarms as they are do not make again of what was recorded; empty, or the changes prove nothing. */
  readonly problems: readonly string[];
  readonly mutations: readonly (Mutation & { readonly isNoticed: boolean })[];
}

const minuteMs = 60_000;

/** Alarms at a time: between, other drills go on. */
const sideBySide = 4;

/** Lets a drill happen again for alarms that are changed, one at a time. */
export async function noticed(recorded: Recorded): Promise<Noticed> {
  const { declared, shortName } = recorded;
  const [unchanged] = again(recorded, [declared]);
  if (!unchanged) throw new Error('a replay of one set of alarms has one result');
  const problems = problemsIn(recorded, unchanged);
  // A change makes an alarm ring later, tell less, or tell more when it rings: it shows only where the alarm rang.
  const rang = new Set(
    unchanged.history.filter(({ summary }) => summary.endsWith('to ALARM')).map(({ alarmName }) => alarmName),
  );
  const mutants = mutantsOf(declared);
  const telling = mutants.filter(({ alarm }) => rang.has(alarm));
  const found = new Set<(typeof mutants)[number]>();
  for (let first = 0; first < telling.length; first += sideBySide) {
    await nextTurn();
    const some = telling.slice(first, first + sideBySide);
    const replayed = again(
      recorded,
      some.map((mutant) => mutant.declared),
    );
    for (const [index, mutant] of some.entries()) {
      const result = replayed[index];
      if (result && problemsIn(recorded, result).length > 0) found.add(mutant);
    }
  }
  return {
    problems: problems.map((problem) => `when its metrics are replayed, ${problem}`),
    mutations: mutants.map((mutant) => ({
      alarm: shortName(mutant.alarm),
      change: mutant.change,
      isNoticed: problems.length === 0 && found.has(mutant),
    })),
  };
}

function again({ happenings, from, to }: Recorded, declared: readonly AlarmDeclarations[]): readonly AlarmReplay[] {
  return replayAlarms(declared, happenings, from, to);
}

function problemsIn(recorded: Recorded, replayed: AlarmReplay): readonly string[] {
  const { expected } = recorded;
  return problemsOf(expected, { ...happened(recorded, replayed), clearedAfter: 0, stillRinging: [] });
}

function happened(
  { calmAt, faultAt, shortName }: Recorded,
  { history, told }: AlarmReplay,
): Pick<Happened, 'rang' | 'messages'> {
  const rang: Record<string, number> = {};
  for (const { alarmName, alarmType, at, summary } of history) {
    if (alarmType !== 'MetricAlarm' || at < calmAt || !summary.endsWith('to ALARM')) continue;
    rang[shortName(alarmName)] ??= (at - faultAt) / minuteMs;
  }
  const messages = told.map(({ topic, alarm, at }) => ({
    topic: topic.endsWith('page') ? 'page' : 'ticket',
    alarm: shortName(alarm.split(':').at(-1) ?? ''),
    at: (at - faultAt) / minuteMs,
  }));
  return { rang, messages };
}
