import type { Expression } from '../expression.ts';
import { aggregations } from './aggregations.ts';

/** One use of an aggregation in a `stats` command. Its result stands in the row of its group, under a name of its own. */
export interface Aggregate {
  readonly field: string;
  readonly of: Expression;
  readonly accumulator: (typeof aggregations)[string];
  readonly percent: number;
}

export function accumulatorOf(name: string): (typeof aggregations)[string] {
  const accumulator = aggregations[name];
  if (accumulator) return accumulator;
  throw new Error(`${name} is no aggregation`);
}
