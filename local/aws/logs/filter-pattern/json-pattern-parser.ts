import type { AwsError } from '../../aws-error.ts';
import { invalidParameter, notLocal } from '../errors.ts';

/** `$.users[0].id` as `['users', 0, 'id']`. */
export type Selector = readonly (string | number)[];

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'or' | 'and'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'is'; readonly selector: Selector; readonly value: true | false | null }
  | { readonly kind: 'not exists'; readonly selector: Selector }
  | {
      readonly kind: 'number';
      readonly selector: Selector;
      readonly operator: Operator;
      readonly number: number;
      /** As the pattern has it. */
      readonly text: string;
    }
  | {
      readonly kind: 'text';
      readonly selector: Selector;
      readonly equal: boolean;
      readonly matches: (value: string) => boolean;
    };

const token = {
  open: /\{/y,
  close: /\}/y,
  or: /\|\|/y,
  and: /&&/y,
  leftParenthesis: /\(/y,
  rightParenthesis: /\)/y,
  selector: /\$(?:\.[\w-]+|\[\d+\])+/y,
  operator: /!=|<=|>=|=|<|>/y,
  is: /IS\s+(NULL|TRUE|FALSE)\b/y,
  notExists: /NOT\s+EXISTS\b/y,
  quoted: /"((?:[^"\\]|\\.)*)"/y,
  regex: /%/y,
  word: /[\w*.:/+-]+/y,
} as const satisfies Readonly<Record<string, RegExp>>;

const numberSyntax = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const isValues: Readonly<Record<string, true | false | null>> = { NULL: null, TRUE: true, FALSE: false };

/** Reads a JSON filter pattern by recursive descent: parentheses before `&&` before `||`. */
export class JsonPatternParser {
  readonly #pattern: string;
  #position = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): Condition {
    this.#take('open') ?? this.#fail('{');
    const condition = this.#or();
    this.#take('close') ?? this.#fail('&&, || or }');
    if (this.#position < this.#pattern.length) this.#fail('nothing after }');
    return condition;
  }

  #or(): Condition {
    const conditions = [this.#and()];
    while (this.#take('or')) conditions.push(this.#and());
    return { kind: 'or', conditions };
  }

  #and(): Condition {
    const conditions = [this.#one()];
    while (this.#take('and')) conditions.push(this.#one());
    return { kind: 'and', conditions };
  }

  #one(): Condition {
    if (!this.#take('leftParenthesis')) return this.#comparison();
    const condition = this.#or();
    this.#take('rightParenthesis') ?? this.#fail(')');
    return condition;
  }

  #comparison(): Condition {
    const selector = this.#selector();
    if (this.#take('notExists')) return { kind: 'not exists', selector };
    const is = this.#take('is');
    if (is) return { kind: 'is', selector, value: isValues[is[1] ?? ''] ?? null };
    const operator = this.#operator();
    if (this.#take('regex')) throw notLocal('a regular expression (%…%)');
    const quoted = this.#take('quoted')?.[1];
    const word = quoted === undefined ? this.#take('word')?.[0] : undefined;
    if (word !== undefined && numberSyntax.test(word)) {
      return { kind: 'number', selector, operator, number: Number(word), text: word };
    }
    const text = quoted?.replace(/\\(.)/g, '$1') ?? word ?? this.#fail('a value');
    if (operator !== '=' && operator !== '!=') {
      throw invalidParameter(`Invalid filter pattern: ${operator} compares numbers, and "${text}" is none`);
    }
    return { kind: 'text', selector, equal: operator === '=', matches: wildcards(text) };
  }

  #selector(): Selector {
    const [text] = this.#take('selector') ?? this.#fail('a selector like $.name, $.name[0] or $.name.part');
    return [...text.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  }

  #operator(): Operator {
    const [text] =
      this.#take('operator') ?? this.#fail('=, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE or NOT EXISTS');
    // The token's expression matches these six and nothing else.
    return text as Operator;
  }

  /** The token at this place, or undefined; the blanks before it belong to it. */
  #take(kind: keyof typeof token): RegExpExecArray | undefined {
    const blanks = /\s*/y;
    blanks.lastIndex = this.#position;
    const start = this.#position + (blanks.exec(this.#pattern)?.[0].length ?? 0);
    token[kind].lastIndex = start;
    const found = token[kind].exec(this.#pattern);
    if (!found) return undefined;
    this.#position = start + found[0].length;
    return found;
  }

  #fail(expected: string): never {
    throw this.#error(expected);
  }

  #error(expected: string): AwsError {
    const rest = this.#pattern.slice(this.#position).trim();
    return invalidParameter(`Invalid filter pattern: expected ${expected} at ${rest ? `"${rest}"` : 'the end'}`);
  }
}

/** `*` stands for any text at the start and at the end of a value; inside it is an asterisk. */
function wildcards(text: string): (value: string) => boolean {
  const start = text.startsWith('*');
  const end = text.length > 1 && text.endsWith('*');
  const fixed = text.slice(start ? 1 : 0, end ? -1 : undefined);
  if (start && end) return (value) => value.includes(fixed);
  if (start) return (value) => value.endsWith(fixed);
  if (end) return (value) => value.startsWith(fixed);
  return (value) => value === fixed;
}
