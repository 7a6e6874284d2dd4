import { validationError } from '../errors.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'id' | 'name' | 'symbol';
  readonly text: string;
}

/**
 * The words of an expression: numbers, quoted texts, ids (which begin in lower case), names (of functions, in upper
 * case) and symbols. The word forms of the logical operators become their symbols.
 */
export function tokens(expression: string): readonly Token[] {
  const found: Token[] = [];
  let rest = expression.trimStart();
  while (rest !== '') {
    const { groups } = word.exec(rest) ?? {};
    const [kind, text] = Object.entries(groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind === undefined || text === undefined) throw syntaxError(expression, `"${rest}" is not understood`);
    found.push(token(kind as Token['kind'], text));
    rest = rest.slice(text.length).trimStart();
  }
  return found;
}

export function syntaxError(expression: string, reason: string) {
  return validationError(`Invalid metric math expression "${expression}": ${reason}.`);
}

const word =
  /^(?:(?<number>\d+(?:\.\d+)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|(?<id>[a-z]\w*)|(?<name>[A-Z]\w*)|(?<symbol>&&|\|\||[=!<>]=|[-+*/^<>()[\],]))/;

function token(kind: Token['kind'], text: string): Token {
  if (kind === 'text') return { kind, text: text.slice(1, -1) };
  if (text === 'AND') return { kind: 'symbol', text: '&&' };
  if (text === 'OR') return { kind: 'symbol', text: '||' };
  return { kind, text };
}
