import { validationError } from '../errors.ts';
import type { Expression } from './expression.ts';
import { each, isArray, isScalar, type Maybe, type Value } from './values.ts';

/** FILL's second parameter: a number, another series, REPEAT or LINEAR. */
export type Filler = { readonly keyword: string } | { readonly value: Value };

export function fillerOf(parameter: Expression, evaluate: (expression: Expression) => Value): Filler {
  return parameter.kind === 'keyword' ? { keyword: parameter.name } : { value: evaluate(parameter) };
}

/** Fills the missing values of the series: each takes all the times of the window. */
export function fill(value: Value, filler: Filler): Value {
  return each(value, 'FILL', fillWith(filler));
}

function fillWith(filler: Filler): (points: readonly Maybe[]) => readonly Maybe[] {
  if ('keyword' in filler) {
    if (filler.keyword === 'REPEAT') return repeat;
    if (filler.keyword === 'LINEAR') return interpolate;
    throw validationError(`FILL takes a number, a time series, REPEAT or LINEAR, and not ${filler.keyword}.`);
  }
  const { value } = filler;
  if (isScalar(value)) return (points) => points.map((point) => point ?? value);
  if (isArray(value)) throw validationError('FILL takes a single time series to fill with.');
  return (points) => points.map((point, index) => point ?? value.points[index]);
}

/** With the last value before; there is none at the beginning. */
function repeat(points: readonly Maybe[]): readonly Maybe[] {
  let last: Maybe;
  return points.map((point) => {
    last = point ?? last;
    return last;
  });
}

/** On a line between the values around; beyond the first and the last there is none. */
function interpolate(points: readonly Maybe[]): readonly Maybe[] {
  return points.map((point, index) => {
    if (point !== undefined) return point;
    const before = points.findLastIndex((value, at) => at < index && value !== undefined);
    const after = points.findIndex((value, at) => at > index && value !== undefined);
    const [from, to] = [points[before], points[after]];
    if (from === undefined || to === undefined) return undefined;
    return from + ((to - from) * (index - before)) / (after - before);
  });
}
