import type { AnnotationValue } from '../document.ts';
import { any, type Comparison, type Condition, every, operators, operatorsFor } from './expression.ts';
import { type Flag, flags, type NumberKeyword, numberKeywords, type StringKeyword, stringKeywords } from './facts.ts';
import { invalidFilter, type Token, tokensOf } from './tokens.ts';

/** A group of traces, as `group.name` and `group.arn` ask for it. */
export interface NamedFilter {
  readonly name: string;
  readonly arn: string;
  readonly filterExpression: string;
}

/**
 * Reads a filter expression: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 * @throws AwsError InvalidRequestException, which names what is wrong or not carried out here, and where it stands
 */
export function filterOf(expression: string, groups: readonly NamedFilter[]): Condition {
  return new FilterParser(expression, groups).parse();
}

const notCarriedOut = ['edge', 'json', 'id', 'availabilityzone', 'instance.id', 'index', 'coverage', 'first', 'last'];

class FilterParser {
  readonly #tokens: readonly Token[];
  readonly #groups: readonly NamedFilter[];
  #position = 0;

  constructor(expression: string, groups: readonly NamedFilter[]) {
    this.#tokens = tokensOf(expression);
    this.#groups = groups;
  }

  parse(): Condition {
    const condition = this.#or();
    if (this.#next().kind !== 'end') throw this.#unexpected('AND, OR or the end');
    return condition;
  }

  #or(): Condition {
    const conditions = [this.#and()];
    while (this.#takes('OR')) conditions.push(this.#and());
    return any(conditions);
  }

  #and(): Condition {
    const conditions = [this.#unary()];
    while (this.#takes('AND')) conditions.push(this.#unary());
    return every(conditions);
  }

  #unary(): Condition {
    if (this.#takes('!') || this.#takes('NOT')) {
      const negated = this.#unary();
      return (facts) => !negated(facts);
    }
    if (this.#takes('(')) return this.#until(')');
    return this.#keyword();
  }

  #until(bracket: string): Condition {
    const condition = this.#or();
    this.#expect(bracket);
    return condition;
  }

  #keyword(): Condition {
    const token = this.#next();
    if (token.kind !== 'word') throw this.#unexpected('a keyword');
    this.#position += 1;
    const keyword = token.text.toLowerCase();
    const annotation = /^annotation(?:\.(.+)|\[(.+)\])$/i.exec(token.text);
    const key = annotation?.[1] ?? annotation?.[2];
    if (key !== undefined) return this.#annotation(key);
    if (isOneOf(flags, keyword)) return this.#flag(keyword);
    if (isOneOf(numberKeywords, keyword)) return this.#number(keyword);
    if (isOneOf(stringKeywords, keyword)) return this.#string(keyword);
    if (keyword === 'service') return this.#service();
    if (keyword === 'group.name' || keyword === 'group.arn') return this.#group(keyword);
    const why = notCarriedOut.includes(keyword)
      ? `the local X-Ray does not carry out ${token.text}`
      : `${token.text} is no keyword`;
    throw invalidFilter(token.at, `${why}; it knows annotation.KEY, service(), group.name, ${known.join(', ')}`);
  }

  /** A key alone asks whether there is such an annotation. */
  #annotation(key: string): Condition {
    const holds = this.#comparison();
    return ({ annotations }) => (holds ? annotations(key).some(holds) : annotations(key).length > 0);
  }

  #flag(flag: Flag): Condition {
    const holds = this.#comparison((value) => typeof value === 'boolean', 'true or false');
    return ({ flags }) => (holds ? holds(flags[flag]) : flags[flag]);
  }

  #number(keyword: NumberKeyword): Condition {
    const holds = this.#comparison((value) => typeof value === 'number', 'a number');
    if (!holds) throw this.#unexpected('an operator');
    return ({ numbers }) => numbers[keyword].some(holds);
  }

  #string(keyword: StringKeyword): Condition {
    const holds = this.#comparison((value) => typeof value === 'string', 'text in quotes');
    return ({ strings }) => (holds ? strings(keyword).some(holds) : strings(keyword).length > 0);
  }

  /** `service("name")`, `service(id(name: "…", type: "…"))`, either with `{ a filter of its own }`. */
  #service(): Condition {
    this.#expect('(');
    const identified: Condition[] = [];
    if (this.#takes('id')) {
      this.#expect('(');
      do identified.push(this.#identity());
      while (this.#takes(','));
      this.#expect(')');
    } else if (this.#next().text !== ')') {
      const name = this.#text();
      identified.push(({ strings }) => strings('name').includes(name));
    }
    this.#expect(')');
    if (this.#takes('{')) identified.push(this.#until('}'));
    const holds = every(identified);
    return ({ services }) => services.some(holds);
  }

  #identity(): Condition {
    const token = this.#next();
    const [field] = (['name', 'type'] as const).filter((one) => this.#takes(one));
    if (field === undefined) throw invalidFilter(token.at, `id() takes name and type, not ${token.text}`);
    this.#expect(':');
    const text = this.#text();
    return ({ strings }) => strings(field).includes(text);
  }

  #group(keyword: 'group.name' | 'group.arn'): Condition {
    this.#expect('=');
    const { at } = this.#next();
    const wanted = this.#text();
    const group = this.#groups.find(({ name, arn }) => (keyword === 'group.name' ? name : arn) === wanted);
    if (!group) throw invalidFilter(at, `there is no group ${JSON.stringify(wanted)}`);
    return filterOf(group.filterExpression, []);
  }

  /** Undefined where no operator follows. */
  #comparison(fits: (value: AnnotationValue) => boolean = () => true, takes = 'a value'): Comparison | undefined {
    const operator = this.#next();
    const compare = operators[operator.text.toUpperCase()];
    if (compare === undefined || operator.kind === 'string') return undefined;
    this.#position += 1;
    const token = this.#next();
    const wanted = literal(token);
    if (wanted === undefined || !fits(wanted)) throw this.#unexpected(takes);
    this.#position += 1;
    if (!operatorsFor(wanted).includes(operator.text.toUpperCase())) {
      throw invalidFilter(operator.at, `${operator.text} cannot compare with ${token.text}`);
    }
    return (value) => compare(value, wanted);
  }

  #text(): string {
    const token = this.#next();
    if (token.kind !== 'string') throw this.#unexpected('text in quotes');
    this.#position += 1;
    return token.value;
  }

  #next(): Token {
    // The end stays where it is, however often it is asked for.
    return this.#tokens[this.#position] ?? { at: 0, text: 'the end', kind: 'end' };
  }

  #takes(text: string): boolean {
    const { kind, text: found } = this.#next();
    const taken = kind !== 'string' && kind !== 'end' && found.toUpperCase() === text.toUpperCase();
    if (taken) this.#position += 1;
    return taken;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#unexpected(text);
  }

  #unexpected(expected: string) {
    const { at, text } = this.#next();
    return invalidFilter(at, `expected ${expected}, not ${text}`);
  }
}

const known = [...flags, ...numberKeywords, ...stringKeywords];

function isOneOf<K extends string>(keywords: readonly K[], keyword: string): keyword is K {
  return (keywords as readonly string[]).includes(keyword);
}

function literal(token: Token): AnnotationValue | undefined {
  if (token.kind === 'string' || token.kind === 'number') return token.value;
  const word = token.kind === 'word' ? token.text.toLowerCase() : '';
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}
