import type { AnnotationValue } from '../document.ts';
import type { Facts } from './facts.ts';

/** A filter expression, understood. */
export type Condition = (facts: Facts) => boolean;

export const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : (facts) => conditions.some((holds) => holds(facts));

export const every = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : (facts) => conditions.every((holds) => holds(facts));

export type Comparison = (value: AnnotationValue) => boolean;

type Compare = (value: AnnotationValue, wanted: AnnotationValue) => boolean;

const ordered =
  (compare: (value: number, wanted: number) => boolean): Compare =>
  (value, wanted) =>
    typeof value === 'number' && typeof wanted === 'number' && compare(value, wanted);

const textual =
  (compare: (value: string, wanted: string) => boolean): Compare =>
  (value, wanted) =>
    typeof value === 'string' && typeof wanted === 'string' && compare(value, wanted);

/** By their documented spelling. */
export const operators: Readonly<Record<string, Compare>> = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '<': ordered((value, wanted) => value < wanted),
  '<=': ordered((value, wanted) => value <= wanted),
  '>': ordered((value, wanted) => value > wanted),
  '>=': ordered((value, wanted) => value >= wanted),
  CONTAINS: textual((value, wanted) => value.includes(wanted)),
  BEGINSWITH: textual((value, wanted) => value.startsWith(wanted)),
  ENDSWITH: textual((value, wanted) => value.endsWith(wanted)),
};

const numeric = ['=', '!=', '<', '<=', '>', '>='];
const string = ['=', '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'];

/** Which operators take a value of that kind. */
export function operatorsFor(value: AnnotationValue): readonly string[] {
  if (typeof value === 'number') return numeric;
  return typeof value === 'boolean' ? ['=', '!='] : string;
}
