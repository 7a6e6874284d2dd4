import { AwsError } from '../../aws-error.ts';

export type Token = { readonly at: number; readonly text: string } & (
  | { readonly kind: 'word' | 'symbol' | 'end' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
);

const syntax =
  /\s*(?:(?<word>[A-Za-z_][\w.]*(?:\[[^\]]*\])?)|(?<number>-?\d+(?:\.\d+)?)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<symbol>!=|<=|>=|[=<>!(){},:]))/y;

/** The words of a filter expression. @throws AwsError at the first character that begins none */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  while (expression.slice(end).trim() !== '') {
    syntax.lastIndex = end;
    const found = syntax.exec(expression);
    if (!found?.groups) {
      const at = end + expression.slice(end).search(/\S/);
      throw invalidFilter(at, `${JSON.stringify(expression[at])} begins no keyword, value or operator`);
    }
    end = syntax.lastIndex;
    const text = found[0].trim();
    const token = { at: end - text.length, text };
    if (found.groups.word !== undefined) tokens.push({ ...token, kind: 'word' });
    else if (found.groups.number !== undefined) tokens.push({ ...token, kind: 'number', value: Number(text) });
    else if (found.groups.string !== undefined) {
      tokens.push({ ...token, kind: 'string', value: text.slice(1, -1).replaceAll(/\\(.)/g, '$1') });
    } else tokens.push({ ...token, kind: 'symbol' });
  }
  return [...tokens, { at: expression.length, text: 'the end', kind: 'end' }];
}

export function invalidFilter(at: number, what: string): AwsError {
  return new AwsError('InvalidRequestException', `Invalid filter expression at character ${at + 1}: ${what}.`);
}
