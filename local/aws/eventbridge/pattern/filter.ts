import { isJsonNumber, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { anythingBut } from './anything-but.ts';
import type { FieldTest } from './field.ts';
import { ignoreCase, type MatchPosition } from './ignore-case.ts';
import { InvalidPattern } from './invalid.ts';
import { cidrBlock, ipDigits } from './ip.ts';
import { comparableNumber, numericExpression } from './numeric.ts';
import { wildcard } from './wildcard.ts';

/** One of the values a pattern allows for a field: a test of its leaves, or that it has none. */
export type Filter = 'absent' | FieldTest;

/** The meaning of one member of a pattern's array. */
export function filter(value: Json): Filter {
  if (isJsonObject(value)) return matchExpression(value);
  if (Array.isArray(value)) throw new InvalidPattern('Match value must be String, number, true, false, or null');
  if (typeof value === 'string') return exactString(value);
  return isJsonNumber(value) ? exactNumber(value.rawJSON) : exactText(String(value));
}

function exactText(text: string): FieldTest {
  return (field) => field.text === text;
}

function exactString(value: string): FieldTest {
  const address = ipDigits(value);
  return address === undefined ? exactText(`"${value}"`) : onAddress((other) => other.startsWith(address));
}

function exactNumber(text: string): FieldTest {
  const number = comparableNumber(text);
  return number === undefined ? exactText(text) : (field) => field.number === number;
}

function matchExpression(expression: JsonObject): Filter {
  const [name, ...others] = Object.keys(expression);
  if (name === undefined) throw new InvalidPattern('Match expression name not found');
  const build = Object.hasOwn(expressions, name) ? expressions[name] : undefined;
  if (!build) throw new InvalidPattern(`Unrecognized match type ${name}`);
  const built = build(expression[name]);
  if (others.length > 0) {
    const several = name === 'numeric' || name === 'anything-but';
    throw new InvalidPattern(
      several ? 'Too many elements in numeric expression' : 'Only one key allowed in match expression',
    );
  }
  return built;
}

const expressions: Readonly<Record<string, (operand: Json | undefined) => Filter>> = {
  exactly: (operand) => exactText(`"${text(operand, 'exact')}"`),
  prefix(operand) {
    if (isJsonObject(operand)) return affixIgnoringCase(operand, 'start');
    const prefix = `"${text(operand, 'prefix')}`;
    return (field) => field.text.startsWith(prefix);
  },
  suffix(operand) {
    if (isJsonObject(operand)) return affixIgnoringCase(operand, 'end');
    const suffix = `${text(operand, 'suffix')}"`;
    return (field) => field.text.endsWith(suffix);
  },
  'equals-ignore-case': (operand) => onText(ignoreCase(`"${text(operand, 'equals-ignore-case')}"`, 'whole')),
  wildcard: (operand) => onText(wildcard(`"${text(operand, 'wildcard')}"`)),
  numeric(operand) {
    const accepts = numericExpression(operand);
    return ({ number }) => number !== undefined && accepts(number);
  },
  // The word "prefix" in the refusal is event-ruler's.
  cidr: (operand) => onAddress(cidrBlock(text(operand, 'prefix'))),
  'anything-but': anythingBut,
  exists(operand) {
    if (operand === true) return () => true;
    if (operand === false) return 'absent';
    throw new InvalidPattern('exists match pattern must be either true or false.');
  },
};

function affixIgnoringCase(operand: JsonObject, place: MatchPosition): FieldTest {
  const title = place === 'start' ? 'Prefix' : 'Suffix';
  const [name, ...others] = Object.keys(operand);
  if (name === undefined) throw new InvalidPattern(`${title} expression name not found`);
  if (name !== 'equals-ignore-case') throw new InvalidPattern(`Unsupported ${title.toLowerCase()} pattern: ${name}`);
  const affix = text(operand[name], name);
  if (others.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  return onText(ignoreCase(place === 'start' ? `"${affix}` : `${affix}"`, place));
}

function text(operand: Json | undefined, name: string): string {
  if (typeof operand !== 'string') throw new InvalidPattern(`${name} match pattern must be a string`);
  return operand;
}

function onText(test: (text: string) => boolean): FieldTest {
  return (field) => test(field.text);
}

function onAddress(test: (address: string) => boolean): FieldTest {
  return (field) => {
    const address = field.text.startsWith('"') ? ipDigits(field.text.slice(1, -1)) : undefined;
    return address !== undefined && test(address);
  };
}
