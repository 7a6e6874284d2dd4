import { isJsonNumber, type Json } from '../json.ts';
import { InvalidPattern } from './invalid.ts';

/**
 * The number, when a double holds exactly the decimal that was written. Other numbers (an id of 18 digits, say) are
 * matched by their text alone, and no numeric filter accepts them.
 */
export function comparableNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && decimal(text) === decimal(String(value)) ? value : undefined;
}

/** For an operand, which has to be comparable. */
export function operandNumber(text: string): number {
  const value = comparableNumber(text);
  if (value === undefined) throw new InvalidPattern(`Cannot compare number : ${text}`);
  return value;
}

/** `["=", 5]`, `[">", 0]` or a range such as `[">=", 0, "<", 10]`, as a test of a comparable number. */
export function numericExpression(operand: Json | undefined): (value: number) => boolean {
  if (!Array.isArray(operand)) throw new InvalidPattern('Value of numeric must be an array.');
  const [operator, bound, ...rest]: readonly Json[] = operand;
  if (typeof operator !== 'string') throw new InvalidPattern(`Invalid member in numeric match: ${written(operator)}`);
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!compare) throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`);
  const first = numericOperand(operator, bound);
  if (rest.length > 0) {
    if (!operator.startsWith('>')) throw new InvalidPattern('Too many elements in numeric expression');
    return range(compare, first, rest);
  }
  const only = operandNumber(first);
  return (value) => compare(value, only);
}

type Comparison = (value: number, bound: number) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

function range(aboveBottom: Comparison, bottomText: string, [operator, bound, ...rest]: readonly Json[]) {
  if (typeof operator !== 'string') throw new InvalidPattern(`Bad value in numeric range: ${written(operator)}`);
  const belowTop = operator.startsWith('<') ? comparisons[operator] : undefined;
  if (!belowTop) throw new InvalidPattern(`Bad numeric range operator: ${operator}`);
  const topText = numericOperand(operator, bound);
  if (rest.length > 0) throw new InvalidPattern('Too many terms in numeric range expression');
  const bottom = operandNumber(bottomText);
  const top = operandNumber(topText);
  if (bottom >= top) throw new InvalidPattern('Bottom must be less than top');
  return (value: number) => aboveBottom(value, bottom) && belowTop(value, top);
}

function numericOperand(operator: string, bound: Json | undefined): string {
  const name = operator === '=' ? 'equals' : operator;
  if (!isJsonNumber(bound)) throw new InvalidPattern(`Value of ${name} must be numeric`);
  return bound.rawJSON;
}

function written(value: Json | undefined): string {
  return value === undefined ? ']' : JSON.stringify(value);
}

/** One spelling for all decimals of one value: `300`, `3.0e2` and `+300.00` are `3e2`. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}
