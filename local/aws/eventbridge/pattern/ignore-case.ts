/** Where in the text the pattern has to stand. */
export type MatchPosition = 'whole' | 'start' | 'end';

/**
 * Tests a string without regard to case, character by character: each may be the lower or the upper case of the
 * pattern's, which may be longer than one character (`ß` is matched by `ß` and `SS`, not by `ss`).
 */
export function ignoreCase(pattern: string, place: MatchPosition): (text: string) => boolean {
  const characters = pattern.split('').map(eitherCase).join('');
  const expression = new RegExp(`${place === 'end' ? '' : '^'}${characters}${place === 'start' ? '' : '$'}`);
  return (text) => expression.test(text);
}

function eitherCase(character: string): string {
  // event-ruler takes each half of a surrogate pair for a question mark here.
  if (/[\ud800-\udfff]/.test(character)) return '\\?';
  const lower = literal(character.toLowerCase());
  const upper = literal(character.toUpperCase());
  return lower === upper ? lower : `(?:${lower}|${upper})`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
