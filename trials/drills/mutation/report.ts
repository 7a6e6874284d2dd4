import { tableLines } from '../../../tools/command-line/table.ts';
import type { DrillResult } from '../run/run.ts';
import type { Mutation } from './mutants.ts';

/** A change to an alarm, and the drills that had not gone as written with it. */
export interface MutationOutcome extends Mutation {
  readonly noticedBy: readonly string[];
}

/** The changes to any drill's alarms, each once. */
export function outcomesOf(results: readonly Pick<DrillResult, 'drill' | 'mutations'>[]): readonly MutationOutcome[] {
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
export function unnoticed(outcomes: readonly MutationOutcome[]): readonly MutationOutcome[] {
  return outcomes.filter((outcome) => outcome.noticedBy.length === 0);
}

export function mutationTable(outcomes: readonly MutationOutcome[]): string {
  const rows = outcomes.map((outcome) => [outcome.alarm, outcome.change, drillsOf(outcome)]);
  return tableLines([['alarm', 'change', 'noticed by'], ...rows]).join('\n');
}

function drillsOf({ noticedBy: [first, ...more] }: MutationOutcome): string {
  if (first === undefined) return 'NO DRILL';
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
