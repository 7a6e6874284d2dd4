import { isJsonNumber, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { FieldTest } from './field.ts';
import { ignoreCase } from './ignore-case.ts';
import { InvalidPattern } from './invalid.ts';
import { operandNumber } from './numeric.ts';
import { wildcard } from './wildcard.ts';

/** Accepts every leaf, of whatever type, that is none of the values, or that none of the nested filters accepts. */
export function anythingBut(operand: Json | undefined): FieldTest {
  if (isJsonObject(operand)) return anythingButFilter(operand);
  const values = list(operand);
  if (values.every(isJsonNumber) && values.length > 0) {
    const numbers = new Set(values.map((value) => operandNumber(value.rawJSON)));
    return ({ number }) => number === undefined || !numbers.has(number);
  }
  if (!values.every((value) => typeof value === 'string' || isJsonNumber(value))) {
    throw new InvalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (values.length === 0 || values.some(isJsonNumber)) {
    throw new InvalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const texts = new Set(values.map((value) => `"${value}"`));
  return ({ text }) => !texts.has(text);
}

function anythingButFilter(operand: JsonObject): FieldTest {
  const [name, ...others] = Object.keys(operand);
  if (name === undefined) throw new InvalidPattern('Anything-But expression name not found');
  const build = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!build) throw new InvalidPattern(`Unsupported anything-but pattern: ${name}`);
  const refused = list(operand[name]).map(build);
  if (refused.length === 0) throw new InvalidPattern(`Inside anything but ${name} list, empty arrays are not allowed`);
  if (others.length > 0) throw new InvalidPattern('Too many elements in numeric expression');
  return ({ text }) => !refused.some((test) => test(text));
}

const filters: Readonly<Record<string, (value: Json) => (text: string) => boolean>> = {
  prefix(value) {
    const prefix = `"${affix(value)}`;
    return (text) => text.startsWith(prefix);
  },
  suffix(value) {
    const suffix = `${affix(value)}"`;
    return (text) => text.endsWith(suffix);
  },
  'equals-ignore-case'(value) {
    if (typeof value === 'string') return ignoreCase(`"${value}"`, 'whole');
    throw new InvalidPattern(
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    );
  },
  wildcard(value) {
    if (typeof value === 'string') return wildcard(`"${value}"`);
    throw new InvalidPattern('wildcard match pattern must be a string');
  },
};

function affix(value: Json): string {
  if (typeof value !== 'string') throw new InvalidPattern('prefix/suffix match pattern must be a string');
  if (value === '') throw new InvalidPattern('Null prefix/suffix not allowed');
  return value;
}

function list(operand: Json | undefined): readonly Json[] {
  if (Array.isArray(operand)) return operand;
  if (typeof operand === 'string' || isJsonNumber(operand)) return [operand];
  throw new InvalidPattern('Value of anything-but must be an array or single string/number value.');
}
