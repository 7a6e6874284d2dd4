import type { Column, Expression, Written } from './expression.ts';
import { ExpressionParser } from './expression-parser.ts';
import { globExtraction, groupNames, regexExtraction } from './extraction.ts';
import type { Aggregate } from './functions/aggregate.ts';
import type { Command, Query, SortKey } from './query.ts';
import { Scanner } from './scanner.ts';

/**
 * Reads a query: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * @throws AwsError MalformedQueryException, which names what is wrong or not carried out here, and where it stands
 */
export function queryOf(text: string): Query {
  return new QueryParser(text).parse();
}

/** What a query without `fields`, `display` or `stats` shows. */
const shownByDefault = ['@timestamp', '@message'];

class QueryParser {
  readonly #scanner: Scanner;
  readonly #fields = new Set<string>();
  readonly #expressions: ExpressionParser;
  readonly #commands: Command[] = [];
  #shown: readonly string[] | undefined;

  constructor(query: string) {
    this.#scanner = new Scanner(query);
    this.#expressions = new ExpressionParser(this.#scanner, this.#fields);
  }

  parse(): Query {
    const sources = this.#sources();
    do this.#commands.push(this.#command());
    while (this.#scanner.takes('|'));
    if (this.#scanner.token.kind !== 'end') throw this.#scanner.unexpected('| or the end');
    const shown = this.#shown ?? shownByDefault;
    return { sources, commands: this.#commands, shown, fields: new Set([...this.#fields, ...shown]) };
  }

  /** `SOURCE 'group' | SOURCE 'group' | …`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
  #sources(): readonly string[] {
    const sources: string[] = [];
    while (this.#scanner.takes('source')) {
      const { token } = this.#scanner;
      if (token.kind !== 'string') throw this.#scanner.unexpected("a log group's name in quotes");
      this.#scanner.take();
      sources.push(token.value);
      this.#scanner.expect('|');
    }
    return sources;
  }

  #command(): Command {
    const { token } = this.#scanner;
    const name = token.text.toLowerCase();
    const read = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (read === undefined || token.kind !== 'word') {
      const known = Object.keys(commands).join(', ');
      throw this.#scanner.wrong(token.at, `${token.text || 'the end'} is no command here, which has ${known}`);
    }
    // "The only query command that you can use in a query after the dedup command is limit." (CWL_QuerySyntax-Dedup)
    if (name !== 'limit' && this.#commands.some(({ kind }) => kind === 'dedup')) {
      throw this.#scanner.wrong(token.at, `${name} cannot follow dedup, only limit can`);
    }
    this.#scanner.take();
    return read(this);
  }

  filter(): Command {
    return { kind: 'filter', condition: this.#expressions.parse().expression };
  }

  columns(isAdded: boolean): Command {
    const columns = this.#list(() => this.#column(this.#expressions.parse()));
    const names = columns.map(({ name }) => name);
    this.#shown = [...new Set([...(isAdded ? (this.#shown ?? []) : []), ...names])];
    return { kind: 'fields', columns };
  }

  stats(): Command {
    const aggregates: Aggregate[] = [];
    const columns = this.#list(() => this.#column(this.#expressions.parseAggregated(aggregates)));
    const groups = this.#scanner.takes('by') ? this.#list(() => this.#column(this.#expressions.parse())) : [];
    this.#shown = [...groups, ...columns].map(({ name }) => name);
    return { kind: 'stats', groups, columns, aggregates };
  }

  sort(): Command {
    return { kind: 'sort', keys: this.#list(() => this.#sortKey()) };
  }

  dedup(): Command {
    return { kind: 'dedup', keys: this.#list(() => this.#expressions.parse().expression) };
  }

  limit(): Command {
    const { token } = this.#scanner;
    if (token.kind !== 'number' || !Number.isInteger(token.value) || token.value < 1) {
      throw this.#scanner.unexpected('a number of rows');
    }
    this.#scanner.take();
    return { kind: 'limit', count: token.value };
  }

  /** `parse field "glob with *" as names` or `parse field /with (?<named>groups)/`. */
  extraction(): Command {
    const field = this.#expressions.field();
    const of: Expression = (row) => row.get(field);
    const { token } = this.#scanner;
    const regex = this.#scanner.takeRegex();
    if (regex !== undefined) {
      const names = groupNames(regex);
      if (names.length === 0) throw this.#scanner.wrong(token.at, 'the expression has no named group, (?<name>…)');
      return this.#parsed({ kind: 'parse', of, extract: regexExtraction(regex), names });
    }
    if (token.kind !== 'string') throw this.#scanner.unexpected('a glob in quotes or a /regular expression/');
    this.#scanner.take();
    const { extract, count } = globExtraction(token.value);
    this.#scanner.expect('as');
    const names = this.#list(() => this.#expressions.field());
    if (names.length !== count) {
      throw this.#scanner.wrong(token.at, `the glob has ${count} * and ${names.length} names`);
    }
    return this.#parsed({ kind: 'parse', of, extract, names });
  }

  /** What was extracted is shown, too. */
  #parsed(command: Extract<Command, { kind: 'parse' }>): Command {
    this.#shown = [...new Set([...(this.#shown ?? shownByDefault), ...command.names])];
    for (const name of command.names) this.#fields.add(name);
    return command;
  }

  #sortKey(): SortKey {
    const { expression } = this.#expressions.parse();
    const descending = this.#scanner.takes('desc');
    if (!descending) this.#scanner.takes('asc');
    return { expression, descending };
  }

  #column({ text, expression }: Written): Column {
    const plain = text.replaceAll('`', '');
    return { name: this.#scanner.takes('as') ? this.#expressions.field() : plain, expression };
  }

  #list<T>(read: () => T): readonly T[] {
    const items = [read()];
    while (this.#scanner.takes(',')) items.push(read());
    return items;
  }
}

const commands: Readonly<Record<string, (parser: QueryParser) => Command>> = {
  fields: (parser) => parser.columns(true),
  display: (parser) => parser.columns(false),
  filter: (parser) => parser.filter(),
  stats: (parser) => parser.stats(),
  sort: (parser) => parser.sort(),
  limit: (parser) => parser.limit(),
  parse: (parser) => parser.extraction(),
  dedup: (parser) => parser.dedup(),
};
