/**
 * The fewest patterns that cover the names of a stack's resources and no other stack's.
 *
 * Most names are the stack's own, or go on after it with `_`, which no role and no other stack's name has there: they
 * become `name` and `name_*`, so that the next rule or source needs no new policy. Names that `infra/names.ts` had to cut
 * end in a hash. Few of those stand as they are; more become what they all begin with and `*`, which another stack of a
 * name as long, and the same as far as that, would share.
 * @param prefix what comes before the stack's name, such as `/aws/lambda/`
 */
export function namePatterns(names: readonly string[], stack: string): readonly string[] {
  const patterns = new Set<string>();
  const cut: string[] = [];
  for (const name of new Set(names)) {
    const prefix = name.slice(0, name.lastIndexOf('/') + 1);
    const own = name.slice(prefix.length);
    if (own === stack) patterns.add(name);
    else if (own.startsWith(`${stack}_`)) patterns.add(`${prefix}${stack}_*`);
    else cut.push(name);
  }
  const rest = cut.length > 2 ? [`${commonBeginning(cut)}*`] : cut;
  return [...patterns, ...rest].sort();
}

function commonBeginning(names: readonly string[]): string {
  const [first = '', ...others] = names;
  const differs = [...first].findIndex((character, index) => others.some((other) => other[index] !== character));
  return differs === -1 ? first : first.slice(0, differs);
}
