import { type EventRow, pointerField, StoredRow } from './event-row.ts';
import { Groups } from './groups.ts';
import type { Row } from './language/expression.ts';
import type { Command, Query, SortKey } from './language/query.ts';
import { inNaturalOrder, isTrue, textOf } from './language/values.ts';

/** One row of a result, as GetQueryResults gives it. What a row does not have is left out. */
export type ResultRow = readonly { readonly field: string; readonly value: string }[];

/**
 * A query at work. Events are taken one at a time, so that little is kept of each: what the first command that needs all
 * rows at once wants to know of it, or its part in an aggregation.
 */
export class Pipeline {
  /** Events that came through the filters before the first command that needs all rows. */
  matched = 0;
  readonly #query: Query;
  readonly #maximumRows: number;
  readonly #perEvent: readonly Command[];
  readonly #afterwards: readonly Command[];
  readonly #groups: Groups | undefined;
  readonly #rows: StoredRow[] = [];
  readonly #storedFields: readonly string[];

  constructor(query: Query, maximumRows: number) {
    this.#query = query;
    this.#maximumRows = maximumRows;
    const first = query.commands.findIndex((command) => !isPerRow(command));
    const end = first === -1 ? query.commands.length : first;
    const next = query.commands[end];
    this.#perEvent = query.commands.slice(0, end);
    this.#groups = next?.kind === 'stats' ? new Groups(next) : undefined;
    this.#afterwards = query.commands.slice(this.#groups ? end + 1 : end);
    this.#storedFields = [...query.fields, ...(isOfEvents(query) ? [pointerField] : [])];
  }

  /** Events come the newest first, which is the order of rows where nothing sorts them. */
  add(row: EventRow): void {
    if (!this.#perEvent.every((command) => isPerRow(command) && apply(command, row))) return;
    this.matched += 1;
    if (this.#groups) this.#groups.add(row);
    else if (this.#rows.length < this.#rowLimit()) {
      this.#rows.push(new StoredRow(this.#storedFields.map((field) => [field, row.get(field)])));
    }
  }

  result(): readonly ResultRow[] {
    const rows = this.#afterwards.reduce(carriedOut, this.#groups?.rows() ?? this.#rows);
    const shown = isOfEvents(this.#query) ? [...this.#query.shown, pointerField] : this.#query.shown;
    return rows.slice(0, this.#maximumRows).map((row) =>
      shown.flatMap((field) => {
        const value = row.get(field);
        return value === undefined ? [] : [{ field, value: textOf(value) }];
      }),
    );
  }

  /** How many rows are all that the rest of the query can want. */
  #rowLimit(): number {
    const [next] = this.#afterwards;
    if (next === undefined) return this.#maximumRows;
    return next.kind === 'limit' ? next.count : Number.POSITIVE_INFINITY;
  }
}

function isPerRow({ kind }: Command): boolean {
  return kind === 'filter' || kind === 'fields' || kind === 'parse';
}

function isOfEvents({ commands }: Query): boolean {
  return commands.every(({ kind }) => kind !== 'stats');
}

interface Settable extends Row {
  set(field: string, value: ReturnType<Row['get']>): void;
}

/** False where a filter leaves the row out. */
function apply(command: Command, row: Settable): boolean {
  switch (command.kind) {
    case 'filter':
      return isTrue(command.condition(row));
    case 'fields':
      for (const { name, expression } of command.columns) row.set(name, expression(row));
      return true;
    case 'parse': {
      const text = command.of(row);
      const values = text === undefined ? undefined : command.extract(textOf(text));
      command.names.forEach((name, index) => {
        row.set(name, values?.[index]);
      });
      return true;
    }
    default:
      return true;
  }
}

function carriedOut(rows: readonly StoredRow[], command: Command): readonly StoredRow[] {
  switch (command.kind) {
    case 'stats': {
      const groups = new Groups(command);
      for (const row of rows) groups.add(row);
      return groups.rows();
    }
    case 'sort':
      return rows.toSorted((one, other) => compareBy(command.keys, one, other));
    case 'dedup':
      return withoutDuplicates(rows, command.keys);
    case 'limit':
      return rows.slice(0, command.count);
    default:
      return rows.filter((row) => apply(command, row));
  }
}

function compareBy(keys: readonly SortKey[], one: Row, other: Row): number {
  for (const { expression, descending } of keys) {
    const order = inNaturalOrder(expression(one), expression(other));
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

/** "Log events with null values for any of the specified fields are retained." (CWL_QuerySyntax-Dedup) */
function withoutDuplicates(rows: readonly StoredRow[], keys: Extract<Command, { kind: 'dedup' }>['keys']) {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = keys.map((key) => key(row));
    if (values.includes(undefined)) return true;
    const combination = JSON.stringify(values.map((value) => value !== undefined && textOf(value)));
    const isFirst = !seen.has(combination);
    seen.add(combination);
    return isFirst;
  });
}
