import { type Condition, JsonPatternParser, type Selector } from './json-pattern-parser.ts';
import type { MessageMatcher } from './message-matcher.ts';

/** A pattern like `{ $.outcome = "published" && $.bytes > 10 }`. A message that is not a JSON object matches none. */
export function jsonPattern(pattern: string): MessageMatcher {
  const condition = new JsonPatternParser(pattern).parse();
  return (message) => {
    const event = objectIn(message);
    return event !== undefined && holds(condition, event);
  };
}

function objectIn(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function holds(condition: Condition, event: object): boolean {
  switch (condition.kind) {
    case 'or':
      return condition.conditions.some((each) => holds(each, event));
    case 'and':
      return condition.conditions.every((each) => holds(each, event));
    case 'is':
      return select(event, condition.selector) === condition.value;
    case 'not exists':
      return select(event, condition.selector) === undefined;
    case 'number':
      return compareNumber(select(event, condition.selector), condition.operator, condition.number, condition.text);
    case 'text': {
      const value = select(event, condition.selector);
      return isValueNode(value) && condition.matches(String(value)) === condition.equal;
    }
  }
}

/** Undefined where the event has nothing; null is something. */
function select(event: object, selector: Selector): unknown {
  let value: unknown = event;
  for (const step of selector) {
    const fits = typeof step === 'number' ? Array.isArray(value) : isPlainObject(value);
    if (!fits || !Object.hasOwn(Object(value), step)) return undefined;
    value = Object(value)[step];
  }
  return value;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS applies a comparison to nothing else: where the selector finds an array, an object or nothing, `!=` fails too. */
function isValueNode(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function compareNumber(value: unknown, operator: string, number: number, text: string): boolean {
  // A property that holds the number as text is compared as text.
  if (typeof value === 'string' && operator === '=') return value === text;
  if (typeof value === 'string' && operator === '!=') return value !== text;
  if (typeof value !== 'number') return false;
  switch (operator) {
    case '=':
      return value === number;
    case '!=':
      return value !== number;
    case '<':
      return value < number;
    case '<=':
      return value <= number;
    case '>':
      return value > number;
    default:
      return value >= number;
  }
}
