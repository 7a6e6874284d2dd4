import type { Expression } from '../expression.ts';
import { compared, equal, numberIn, type Value } from '../values.ts';
import { finite } from './functions.ts';

type Present = Exclude<Value, undefined>;

export const comparisons: Readonly<Record<string, (value: Present, other: Present) => boolean>> = {
  '=': equal,
  '!=': (value, other) => !equal(value, other),
  '<': (value, other) => compared(value, other) < 0,
  '<=': (value, other) => compared(value, other) <= 0,
  '>': (value, other) => compared(value, other) > 0,
  '>=': (value, other) => compared(value, other) >= 0,
};

const arithmetic: Readonly<Record<string, (value: number, other: number) => number>> = {
  '+': (value, other) => value + other,
  '-': (value, other) => value - other,
  '*': (value, other) => value * other,
  '/': (value, other) => value / other,
  '%': (value, other) => value % other,
  '^': (value, other) => value ** other,
};

/** Of numbers alone: with a value that is none there is no result. */
export function calculated(symbol: string, left: Expression, right: Expression): Expression {
  const calculate = arithmetic[symbol];
  return (row) => {
    const [value, other] = [numberIn(left(row)), numberIn(right(row))];
    return value === undefined || other === undefined ? undefined : finite(calculate?.(value, other) ?? Number.NaN);
  };
}
