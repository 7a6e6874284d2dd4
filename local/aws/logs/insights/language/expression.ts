import type { Value } from './values.ts';

/** One log event, or one line of an aggregation, as a query sees it. */
export interface Row {
  get(field: string): Value;
}

/** A field, a literal or a calculation, to be worked out of each row. */
export type Expression = (row: Row) => Value;

/** An expression with the name its values have in the result. */
export interface Column {
  readonly name: string;
  readonly expression: Expression;
}

/** An expression and its text in the query, which names it where nothing else does. */
export interface Written {
  readonly at: number;
  readonly text: string;
  readonly expression: Expression;
}
