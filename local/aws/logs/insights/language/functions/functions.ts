import { compared, numberIn, Timestamp, textOf, type Value } from '../values.ts';

export interface FunctionDefinition {
  readonly arguments: readonly [least: number, most: number];
  readonly evaluate: (...values: readonly Value[]) => Value;
}

/**
 * The functions of https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html by
 * their names in lower case, but for those of periods, of structures and of IP addresses. A function of a missing value
 * is missing itself, where nothing else is said.
 */
export const functions: Readonly<Record<string, FunctionDefinition>> = {
  abs: numeric(Math.abs),
  ceil: numeric(Math.ceil),
  floor: numeric(Math.floor),
  log: numeric(Math.log),
  sqrt: numeric(Math.sqrt),
  greatest: { arguments: [1, Infinity], evaluate: (...values) => extreme(values, 1) },
  least: { arguments: [1, Infinity], evaluate: (...values) => extreme(values, -1) },

  frommillis: {
    arguments: [1, 1],
    evaluate: (value) => {
      const ms = numberIn(value);
      // Beyond these no date can be written.
      return ms === undefined || Math.abs(ms) > 8.64e15 ? undefined : new Timestamp(ms);
    },
  },
  tomillis: { arguments: [1, 1], evaluate: (value) => (value instanceof Timestamp ? value.ms : undefined) },

  ispresent: { arguments: [1, 1], evaluate: (value) => value !== undefined },
  coalesce: { arguments: [1, Infinity], evaluate: (...values) => values.find((value) => value !== undefined) },

  isempty: { arguments: [1, 1], evaluate: (value) => value === undefined || textOf(value) === '' },
  isblank: { arguments: [1, 1], evaluate: (value) => value === undefined || textOf(value).trim() === '' },
  concat: {
    arguments: [1, Infinity],
    evaluate: (...values) => values.map((value) => (value === undefined ? '' : textOf(value))).join(''),
  },
  ltrim: trimming((text, characters) => text.slice(leading(text, characters))),
  rtrim: trimming((text, characters) => reversed(reversed(text).slice(leading(reversed(text), characters)))),
  trim: trimming((text, characters) => {
    const rest = text.slice(leading(text, characters));
    return reversed(reversed(rest).slice(leading(reversed(rest), characters)));
  }),
  strlen: textual(1, 1, (text) => [...text].length),
  toupper: textual(1, 1, (text) => text.toUpperCase()),
  tolower: textual(1, 1, (text) => text.toLowerCase()),
  substr: textual(2, 3, (text, start, length) => {
    const from = Math.max(0, Number(start));
    return [...text].slice(from, length === undefined ? undefined : from + Number(length)).join('');
  }),
  replace: textual(3, 3, (text, searched = '', replacement = '') => text.replaceAll(searched, replacement)),
  strcontains: textual(2, 2, (text, searched = '') => Number(text.includes(searched))),
};

function numeric(calculate: (value: number) => number): FunctionDefinition {
  return {
    arguments: [1, 1],
    evaluate: (value) => {
      const number = numberIn(value);
      return number === undefined ? undefined : finite(calculate(number));
    },
  };
}

/** What is no number, like the root of -1 or a division by zero, is no value. */
export function finite(number: number): Value {
  return Number.isFinite(number) ? number : undefined;
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  return values.reduce((best, value) => {
    if (value === undefined) return best;
    return best === undefined || sign * compared(value, best) > 0 ? value : best;
  }, undefined);
}

function textual(
  least: number,
  most: number,
  evaluate: (text: string, ...others: readonly (string | undefined)[]) => Value,
): FunctionDefinition {
  return {
    arguments: [least, most],
    evaluate: (value, ...others) =>
      value === undefined
        ? undefined
        : evaluate(textOf(value), ...others.map((other) => (other === undefined ? undefined : textOf(other)))),
  };
}

function trimming(trim: (text: string, characters: string) => string): FunctionDefinition {
  return textual(1, 2, (text, characters = ' \t\n\r\f\v') => trim(text, characters));
}

/** How many characters at the start are among these. */
function leading(text: string, characters: string): number {
  const end = [...text].findIndex((character) => !characters.includes(character));
  return end === -1 ? text.length : [...text].slice(0, end).join('').length;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
