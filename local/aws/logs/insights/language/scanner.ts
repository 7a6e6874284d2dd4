import { malformed } from './malformed.ts';

export type Token = { readonly at: number; readonly text: string } & (
  | { readonly kind: 'word' | 'symbol' | 'end' }
  | { readonly kind: 'field' | 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
);

/**
 * A word is a field, a command, a function or an operator like `and`; in backticks it is a field whatever it holds. A
 * number with letters behind it is a period like `5m`, and a word.
 */
const syntax =
  /(?<word>[A-Za-z_@][\w.@$]*|\d+[A-Za-z]+)|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<field>(?:`[^`]*`)(?:\.(?:`[^`]*`|[\w@$]+))*)|(?<symbol>!=|<=|>=|=~|[-+*/^%=<>(),|[\]])/sy;

const blank = /(?:\s|#[^\n]*)*/y;

/** Reads a query token by token. A regular expression is read where one is expected: elsewhere `/` divides. */
export class Scanner {
  readonly query: string;
  #at = 0;
  #token: Token;
  /** Where the last token taken ended. */
  #end = 0;

  constructor(query: string) {
    this.query = query;
    this.#token = this.#read();
  }

  get token(): Token {
    return this.#token;
  }

  get end(): number {
    return this.#end;
  }

  take(): Token {
    const taken = this.#token;
    this.#end = taken.at + taken.text.length;
    this.#token = this.#read();
    return taken;
  }

  /** The next token's text, or how a word is spelt whatever its case. */
  is(text: string): boolean {
    const { kind, text: found } = this.#token;
    return (kind === 'word' || kind === 'symbol') && found.toLowerCase() === text;
  }

  takes(text: string): boolean {
    const found = this.is(text);
    if (found) this.take();
    return found;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected(`"${text}"`);
  }

  /** `/…/`, or undefined where none stands next. */
  takeRegex(): RegExp | undefined {
    if (!this.is('/')) return undefined;
    const { at } = this.#token;
    const found = /\/((?:[^/\\\n]|\\.)*)\//y;
    found.lastIndex = at;
    const source = found.exec(this.query)?.[1];
    if (source === undefined) throw this.wrong(at, 'a regular expression has no closing /');
    const regex = this.#compiled(source, at);
    this.#at = found.lastIndex;
    this.#end = this.#at;
    this.#token = this.#read();
    return regex;
  }

  unexpected(expected: string) {
    const { at, text, kind } = this.#token;
    return this.wrong(at, `expected ${expected} and found ${kind === 'end' ? 'the end' : text}`);
  }

  wrong(at: number, what: string) {
    return malformed(this.query, at, what);
  }

  /** Logs Insights takes (?i) where JavaScript takes a flag. */
  #compiled(source: string, at: number): RegExp {
    try {
      return new RegExp(source.replaceAll('(?i)', ''), source.includes('(?i)') ? 'i' : '');
    } catch (error) {
      throw this.wrong(at, `${(error as Error).message}`);
    }
  }

  #read(): Token {
    blank.lastIndex = this.#at;
    blank.exec(this.query);
    const at = blank.lastIndex;
    if (at >= this.query.length) return { at: this.query.length, text: '', kind: 'end' };
    syntax.lastIndex = at;
    const found = syntax.exec(this.query);
    if (!found?.groups) throw this.wrong(at, `unexpected ${this.query[at]}`);
    this.#at = syntax.lastIndex;
    const { word, number, quoted, field } = found.groups;
    const token = { at, text: found[0] };
    if (word !== undefined) return { ...token, kind: 'word' };
    if (number !== undefined) return { ...token, kind: 'number', value: Number(number) };
    if (quoted !== undefined) {
      return { ...token, kind: 'string', value: quoted.slice(1, -1).replace(/\\(["'\\])/g, '$1') };
    }
    if (field !== undefined) return { ...token, kind: 'field', value: field.replaceAll('`', '') };
    return { ...token, kind: 'symbol' };
  }
}
