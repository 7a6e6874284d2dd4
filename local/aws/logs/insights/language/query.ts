import type { Column, Expression } from './expression.ts';
import type { Aggregate } from './functions/aggregate.ts';
import type { Value } from './values.ts';

/** A command, read. They are carried out in the order of the query. */
export type Command =
  | { readonly kind: 'filter'; readonly condition: Expression }
  /** Fields that are calculated are fields from there on. */
  | { readonly kind: 'fields'; readonly columns: readonly Column[] }
  | { readonly kind: 'parse'; readonly of: Expression; readonly extract: Extract; readonly names: readonly string[] }
  | {
      readonly kind: 'stats';
      readonly groups: readonly Column[];
      readonly columns: readonly Column[];
      readonly aggregates: readonly Aggregate[];
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'dedup'; readonly keys: readonly Expression[] }
  | { readonly kind: 'limit'; readonly count: number };

/** The values of the names that a text holds; undefined when it is not of the form. */
export type Extract = (text: string) => readonly Value[] | undefined;

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface Query {
  /** The log groups that `SOURCE` names, as the query of a dashboard's widget does. */
  readonly sources: readonly string[];
  readonly commands: readonly Command[];
  /** What the result shows of each row, in this order. */
  readonly shown: readonly string[];
  /** Every field that any command names. */
  readonly fields: ReadonlySet<string>;
}
