import { syntaxError, type Token, tokens } from './tokens.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** A metric or another expression of the request, by its id. */
  | { readonly kind: 'reference'; readonly id: string }
  /** A word in upper case that is no function, such as REPEAT. */
  | { readonly kind: 'keyword'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] };

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<=' | '>=' | '<' | '>' | '&&' | '||';

/** From what binds least. CloudWatch documents the operators and not their precedence: this is the usual one. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

/** Reads a metric math expression. Throws CloudWatch's ValidationException when it is none. */
export function parseExpression(text: string): Expression {
  const all = tokens(text);
  let at = 0;

  const peek = (): Token | undefined => all[at];
  const fail = (): never => {
    const found = peek();
    throw syntaxError(text, found ? `"${found.text}" is not expected there` : 'it ends too early');
  };
  const take = (...symbols: readonly string[]): string | undefined => {
    const found = peek();
    if (found?.kind !== 'symbol' || !symbols.includes(found.text)) return undefined;
    at += 1;
    return found.text;
  };

  const level = (index: number): Expression => {
    const symbols = levels[index];
    if (!symbols) return unary();
    let left = level(index + 1);
    for (let operator = take(...symbols); operator !== undefined; operator = take(...symbols)) {
      // Every symbol of the levels is one of the operators.
      left = { kind: 'operation', operator: operator as Operator, left, right: level(index + 1) };
    }
    return left;
  };

  const unary = (): Expression => (take('-') ? { kind: 'negation', operand: unary() } : power());

  const power = (): Expression => {
    const base = primary();
    return take('^') ? { kind: 'operation', operator: '^', left: base, right: unary() } : base;
  };

  const list = (close: string): readonly Expression[] => {
    if (take(close)) return [];
    const items = [level(0)];
    while (take(',')) items.push(level(0));
    return take(close) ? items : fail();
  };

  const primary = (): Expression => {
    if (take('(')) {
      const inner = level(0);
      return take(')') ? inner : fail();
    }
    if (take('[')) return { kind: 'list', items: list(']') };
    const found = peek();
    if (!found || found.kind === 'symbol') return fail();
    at += 1;
    switch (found.kind) {
      case 'number':
        return { kind: 'number', value: Number(found.text) };
      case 'text':
        return { kind: 'text', value: found.text };
      case 'id':
        return { kind: 'reference', id: found.text };
      case 'name':
        return take('(')
          ? { kind: 'call', name: found.text, parameters: list(')') }
          : { kind: 'keyword', name: found.text };
    }
  };

  const expression = level(0);
  return at === all.length ? expression : fail();
}

/** The ids that an expression names. */
export function references(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'reference':
      return [expression.id];
    case 'list':
      return expression.items.flatMap(references);
    case 'negation':
      return references(expression.operand);
    case 'operation':
      return [...references(expression.left), ...references(expression.right)];
    case 'call':
      return expression.parameters.flatMap(references);
    default:
      return [];
  }
}

/** The functions that an expression calls. */
export function calls(expression: Expression): readonly (Expression & { readonly kind: 'call' })[] {
  switch (expression.kind) {
    case 'list':
      return expression.items.flatMap(calls);
    case 'negation':
      return calls(expression.operand);
    case 'operation':
      return [...calls(expression.left), ...calls(expression.right)];
    case 'call':
      return [expression, ...expression.parameters.flatMap(calls)];
    default:
      return [];
  }
}
