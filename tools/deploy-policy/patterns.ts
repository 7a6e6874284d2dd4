/**
 * Few patterns that cover the names of a stack's resources.
 *
 * Most names are the stack's own, or go on after it with `_`. They become `name` and `name_*`, so that the next rule or
 * source needs no new policy. The stack `dev-eu` has no such name; one called `dev_eu` has, and is covered as well.
 * Names that `infra/names.ts` had to cut end in a hash. One or two stand as they are; more become what they all begin with
 * and `*`, which covers a stack whose name differs only after the cut.
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
