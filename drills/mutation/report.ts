import { columns } from '../../command-line/columns.ts';
import type { Result } from '../running/run.ts';
import type { Mutation } from './mutants.ts';

/** A change to an alarm, and the drills that had not gone as written with it. */
export interface Outcome extends Mutation {
  readonly noticedBy: readonly string[];
}

/** Changes that no drill can notice, and why. */
const unnoticeable: readonly (Mutation & { readonly because: string })[] = [
  { alarm: 'muted', change: 'doubled', because: 'it watches nothing, and is in the state that it is given' },
];

/** The changes to any drill's alarms, each once. */
export function outcomesOf(results: readonly Pick<Result, 'drill' | 'mutations'>[]): readonly Outcome[] {
  const outcomes = new Map<string, Mutation & { readonly noticedBy: string[] }>();
  for (const { drill, mutations } of results) {
    for (const { alarm, change, isNoticed } of mutations) {
      const key = `${alarm} ${change}`;
      const outcome = outcomes.get(key) ?? { alarm, change, noticedBy: [] };
      outcomes.set(key, outcome);
      if (isNoticed) outcome.noticedBy.push(drill.name);
    }
  }
  return [...outcomes.values()];
}

/** Those that somebody has to write a drill for. */
export function unnoticed(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.noticedBy.length === 0 && reasonOf(outcome) === undefined);
}

export function mutationTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => [outcome.alarm, outcome.change, found(outcome)]);
  return columns([['alarm', 'change', 'noticed by'], ...rows]).join('\n');
}

function found(outcome: Outcome): string {
  const [first, ...more] = outcome.noticedBy;
  if (first !== undefined) return more.length === 0 ? first : `${first} and ${more.length} more`;
  const because = reasonOf(outcome);
  return because === undefined ? 'NO DRILL' : `cannot be: ${because}`;
}

function reasonOf({ alarm, change }: Mutation): string | undefined {
  return unnoticeable.find((one) => one.alarm === alarm && one.change === change)?.because;
}
