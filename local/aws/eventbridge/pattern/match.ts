import type { Elements } from './field.ts';
import { type EventFields, sameElements } from './fields.ts';
import type { Filter } from './filter.ts';

/** What a match asks for: the path of each field, in the order of the paths, and the filters of which one must accept. */
export type Branch = readonly Condition[];
type Condition = readonly [path: string, filters: readonly Filter[]];

/**
 * Whether the event has a leaf for every condition, all of them in the same elements of the arrays they share. A choice
 * of elements from which the conditions that follow cannot be met is remembered, so that the time does not multiply
 * with the lengths of arrays.
 */
export function matchesBranch(branch: Branch, event: EventFields): boolean {
  const impossible = new Set<string>();
  return meets(0, new Map());

  function meets(index: number, matched: Elements): boolean {
    const condition = branch[index];
    if (!condition) return true;
    const state = `${index}${relevant(index, matched)}`;
    if (impossible.has(state)) return false;
    const met = meetsCondition(condition, index, matched);
    if (!met) impossible.add(state);
    return met;
  }

  function meetsCondition([path, filters]: Condition, index: number, matched: Elements): boolean {
    let absent = true;
    for (const field of event.get(path)?.near(matched) ?? []) {
      const elements = sameElements(matched, field.elements);
      if (!elements) continue;
      absent = false;
      const accepted = filters.some((accepts) => accepts !== 'absent' && accepts(field));
      if (accepted && meets(index + 1, elements)) return true;
    }
    return absent && filters.includes('absent') && meets(index + 1, matched);
  }

  /** The chosen elements that the conditions from here on can tell apart. */
  function relevant(index: number, matched: Elements): string {
    const ahead = branch.slice(index).map(([path]) => event.get(path)?.arrays());
    return [...matched]
      .filter(([array]) => ahead.some((arrays) => arrays?.has(array)))
      .map(([array, element]) => ` ${array}:${element}`)
      .sort()
      .join('');
  }
}
