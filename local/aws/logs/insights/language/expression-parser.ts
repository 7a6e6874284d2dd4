import type { Expression, Written } from './expression.ts';
import { type Aggregate, accumulatorOf } from './functions/aggregate.ts';
import { aggregations } from './functions/aggregations.ts';
import { argumentsOf, called, isFunction } from './functions/calls.ts';
import { calculated, comparisons } from './functions/operators.ts';
import type { Scanner } from './scanner.ts';
import { equal, isTrue, numberIn, textOf } from './values.ts';

/** Reads expressions. What binds least: or, and, not, comparisons, + and -, * and / and %, ^, the sign. */
export class ExpressionParser {
  readonly #scanner: Scanner;
  /** Every field the query names, so that nothing else of an event is kept. */
  readonly #fields: Set<string>;
  /** Only where `stats` calculates: what it aggregates. */
  #aggregates: Aggregate[] | undefined;

  constructor(scanner: Scanner, fields: Set<string>) {
    this.#scanner = scanner;
    this.#fields = fields;
  }

  parse(): Written {
    const { at } = this.#scanner.token;
    const expression = this.#or();
    return { at, text: this.#scanner.query.slice(at, this.#scanner.end), expression };
  }

  /** An expression of aggregations, which are added to the list. */
  parseAggregated(aggregates: Aggregate[]): Written {
    this.#aggregates = aggregates;
    const written = this.parse();
    this.#aggregates = undefined;
    return written;
  }

  /** A field's name and nothing else. */
  field(): string {
    const { token } = this.#scanner;
    if (token.kind !== 'word' && token.kind !== 'field') throw this.#scanner.unexpected('a field');
    this.#scanner.take();
    const name = token.kind === 'field' ? token.value : token.text;
    this.#fields.add(name);
    return name;
  }

  #or(): Expression {
    let expression = this.#and();
    while (this.#scanner.takes('or')) {
      const [left, right] = [expression, this.#and()];
      expression = (row) => isTrue(left(row)) || isTrue(right(row));
    }
    return expression;
  }

  #and(): Expression {
    let expression = this.#not();
    while (this.#scanner.takes('and')) {
      const [left, right] = [expression, this.#not()];
      expression = (row) => isTrue(left(row)) && isTrue(right(row));
    }
    return expression;
  }

  #not(): Expression {
    if (!this.#scanner.takes('not')) return this.#comparison();
    const negated = this.#not();
    return (row) => !isTrue(negated(row));
  }

  /** A comparison with what is missing holds for no operator, `!=` and `not like` among them. */
  #comparison(): Expression {
    const left = this.#sum();
    const { text } = this.#scanner.token;
    const compare = this.#scanner.token.kind === 'symbol' ? comparisons[text] : undefined;
    if (compare !== undefined) {
      this.#scanner.take();
      const right = this.#sum();
      return (row) => {
        const [value, other] = [left(row), right(row)];
        return value !== undefined && other !== undefined && compare(value, other);
      };
    }
    const wanted = !this.#scanner.takes('not');
    if (this.#scanner.takes('like') || this.#scanner.takes('=~')) return this.#like(left, wanted);
    if (this.#scanner.takes('in')) return this.#in(left, wanted);
    if (wanted) return left;
    throw this.#scanner.unexpected('like or in');
  }

  #like(left: Expression, wanted: boolean): Expression {
    const regex = this.#scanner.takeRegex();
    const { token } = this.#scanner;
    if (regex === undefined && token.kind !== 'string') {
      throw this.#scanner.unexpected('a text in quotes or a /regular expression/');
    }
    const searched = token.kind === 'string' ? token.value : '';
    if (regex === undefined) this.#scanner.take();
    return (row) => {
      const value = left(row);
      if (value === undefined) return false;
      const text = textOf(value);
      return (regex ? regex.test(text) : text.includes(searched)) === wanted;
    };
  }

  #in(left: Expression, wanted: boolean): Expression {
    this.#scanner.expect('[');
    const listed: Expression[] = [];
    do listed.push(this.#sum());
    while (this.#scanner.takes(','));
    this.#scanner.expect(']');
    return (row) => {
      const value = left(row);
      return value !== undefined && listed.some((one) => equal(value, one(row))) === wanted;
    };
  }

  #sum(): Expression {
    return this.#leftToRight(() => this.#product(), ['+', '-']);
  }

  #product(): Expression {
    return this.#leftToRight(() => this.#power(), ['*', '/', '%']);
  }

  #leftToRight(operand: () => Expression, symbols: readonly string[]): Expression {
    let expression = operand();
    for (;;) {
      const symbol = symbols.find((one) => this.#scanner.takes(one));
      if (symbol === undefined) return expression;
      expression = calculated(symbol, expression, operand());
    }
  }

  #power(): Expression {
    const base = this.#signed();
    return this.#scanner.takes('^') ? calculated('^', base, this.#power()) : base;
  }

  #signed(): Expression {
    return this.#scanner.takes('-') ? calculated('-', () => 0, this.#signed()) : this.#operand();
  }

  #operand(): Expression {
    if (this.#scanner.takes('(')) {
      const expression = this.#or();
      this.#scanner.expect(')');
      return expression;
    }
    const { token } = this.#scanner;
    if (token.kind === 'string' || token.kind === 'number') {
      this.#scanner.take();
      return () => token.value;
    }
    if (this.#scanner.takes('true')) return () => true;
    if (this.#scanner.takes('false')) return () => false;
    const name = this.field();
    if (this.#scanner.is('(') && token.kind === 'word') {
      this.#fields.delete(name);
      return this.#call(name, token.at);
    }
    if (this.#aggregates !== undefined) {
      throw this.#scanner.wrong(token.at, `${name} is not aggregated: stats takes e.g. max(${name}), or by ${name}`);
    }
    return (row) => row.get(name);
  }

  #call(name: string, at: number): Expression {
    if (Object.hasOwn(aggregations, name.toLowerCase())) return this.#aggregate(name.toLowerCase(), at);
    if (!isFunction(name)) throw this.#scanner.wrong(at, `there is no function ${name} here`);
    return called(this.#scanner, name, at, () => this.#or(), this.#fields);
  }

  #aggregate(name: string, at: number): Expression {
    const aggregates = this.#aggregates;
    if (aggregates === undefined) throw this.#scanner.wrong(at, `${name} aggregates, which only stats does`);
    // What is aggregated is worked out of events again.
    this.#aggregates = undefined;
    const [of, second, more] = argumentsOf(this.#scanner, () => this.#or());
    this.#aggregates = aggregates;
    const percent = numberIn(second?.({ get: () => undefined }));
    const fits = name === 'pct' ? percent !== undefined && percent >= 0 && percent <= 100 : second === undefined;
    if (more !== undefined || !fits || (of === undefined && name !== 'count')) {
      throw this.#scanner.wrong(at, `${name} takes ${name === 'pct' ? 'a field and a percentage' : 'one argument'}`);
    }
    const field = ` ${aggregates.length}`;
    this.#fields.add('@timestamp');
    aggregates.push({ field, of: of ?? (() => true), accumulator: accumulatorOf(name), percent: percent ?? 0 });
    return (row) => row.get(field);
  }
}
