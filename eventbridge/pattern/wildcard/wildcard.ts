import { InvalidPattern } from '../invalid.ts';

/** Tests a string against a pattern in which `*` stands for any characters or none; `\*` and `\\` are literal. */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first = '', ...following] = literals(pattern);
  const last = following.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    const end = text.length - last.length;
    let at = first.length;
    if (end < at || !text.startsWith(first) || !text.endsWith(last)) return false;
    for (const literal of following) {
      const found = text.indexOf(literal, at);
      if (found < 0) return false;
      at = found + literal.length;
    }
    return at <= end;
  };
}

/** What the pattern wants, byte by byte in UTF-8. */
export function wildcardBytes(pattern: string): readonly (number | '*')[] {
  return literals(pattern).flatMap((literal, index) => [
    ...(index === 0 ? [] : ['*' as const]),
    ...Buffer.from(literal),
  ]);
}

/** What stands between the wildcards. */
function literals(pattern: string): readonly string[] {
  const parts: string[] = [];
  let literal = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '*') {
      if (next === '*') throw new InvalidPattern(`Consecutive wildcard characters at pos ${position(pattern, at)}`);
      parts.push(literal);
      literal = '';
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new InvalidPattern(`Invalid escape character at pos ${position(pattern, at)}`);
      }
      literal += next;
      at++;
    } else literal += character;
  }
  return [...parts, literal];
}

/** EventBridge counts the bytes of the pattern in UTF-8. */
function position(pattern: string, at: number): number {
  return Buffer.byteLength(pattern.slice(0, at));
}
