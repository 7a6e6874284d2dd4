import { StoredRow } from './event-row.ts';
import type { Row } from './language/expression.ts';
import type { Accumulator } from './language/functions/aggregations.ts';
import type { Command } from './language/query.ts';
import { textOf, type Value } from './language/values.ts';

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** The groups of a `stats` command, in the order in which each got its first row. */
export class Groups {
  readonly #command: Extract<Command, { kind: 'stats' }>;
  readonly #groups = new Map<string, Group>();

  constructor(command: Extract<Command, { kind: 'stats' }>) {
    this.#command = command;
  }

  add(row: Row): void {
    const { groups, aggregates } = this.#command;
    const keys = groups.map(({ expression }) => expression(row));
    const key = keys.map((value) => (value === undefined ? '' : `${typeof value}${textOf(value)}`)).join('\u0000');
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { keys, accumulators: aggregates.map(({ accumulator, percent }) => accumulator(percent)) };
      this.#groups.set(key, group);
    }
    for (const [index, { of }] of aggregates.entries()) group.accumulators[index]?.add(of(row), row);
  }

  rows(): readonly StoredRow[] {
    const { groups, columns, aggregates } = this.#command;
    return [...this.#groups.values()].map(({ keys, accumulators }) => {
      const row = new StoredRow(groups.map(({ name }, index) => [name, keys[index]]));
      const results = new StoredRow(aggregates.map(({ field }, index) => [field, accumulators[index]?.result()]));
      for (const { name, expression } of columns) row.set(name, expression(results));
      return row;
    });
  }
}
