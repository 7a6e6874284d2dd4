import type { z } from 'zod';

/** Why a request does not fit its operation, in AWS's words. */
export interface Misfit {
  /** `type` is a value of another type, which no service looks at any further. */
  readonly kind: 'constraint' | 'type' | 'not-local';
  readonly message: string;
}

/**
 * AWS tells every constraint that a request breaks in one sentence, each with the value and where it stands. A parameter
 * that the local run does not carry out is refused before anything else: AWS's clients have checked the names.
 */
export function misfitOf({ issues }: z.core.$ZodError, input: unknown): Misfit {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [],
  );
  if (unknown.length > 0) {
    return { kind: 'not-local', message: `The local AWS doesn't carry out the parameter ${unknown.join(', ')}.` };
  }
  const isOther = (value: unknown) => value !== undefined && !isNoNumber(value);
  const wrongType = issues.find((issue) => issue.code === 'invalid_type' && isOther(valueAt(input, issue.path)));
  if (wrongType?.code === 'invalid_type') {
    const given = typeOf(valueAt(input, wrongType.path));
    return { kind: 'type', message: `${given} can not be converted to ${wanted[wrongType.expected] ?? 'the type'}` };
  }
  const constraints = issues.map((issue) => {
    const [value, path] = [shown(valueAt(input, issue.path)), pathOf(issue.path)];
    const constraint = isNoNumber(valueAt(input, issue.path)) ? 'Member must be a number' : constraintOf(issue);
    return `Value${value} at '${path}' failed to satisfy constraint: ${constraint}`;
  });
  const errors = `${constraints.length} validation error${constraints.length === 1 ? '' : 's'} detected`;
  return { kind: 'constraint', message: `${errors}: ${constraints.join('; ')}` };
}

function constraintOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'Member must not be null';
    case 'too_small':
      return `Member must have ${measure(issue.origin)} greater than ${issue.inclusive === false ? '' : 'or equal to '}${issue.minimum}`;
    case 'too_big':
      return `Member must have ${measure(issue.origin)} less than ${issue.inclusive === false ? '' : 'or equal to '}${issue.maximum}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_format':
      return issue.pattern === undefined || issue.message.startsWith('Invalid') === false
        ? issue.message
        : `Member must satisfy regular expression pattern: ${issue.pattern.replace(/^\/\^?(.*?)\$?\/\w*$/, '$1')}`;
    default:
      return issue.message;
  }
}

/** What JSON has text for: AWS reads it as a number, and no schema does. */
function isNoNumber(value: unknown): boolean {
  return Number.isNaN(value) || ['NaN', 'Infinity', '-Infinity'].includes(String(value));
}

function measure(origin: string): string {
  return ['number', 'int', 'bigint'].includes(origin) ? 'value' : 'length';
}

/** A scalar; AWS shows the others as Java prints them. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return ' null';
  return typeof value === 'object' ? '' : ` '${value}'`;
}

/** As the service's model names it: `metricDataQueries.2.member.id`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : uncapitalised(String(step)))).join('.');
}

function uncapitalised(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    // Any object may be asked for any of its properties.
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    input,
  );
}

/** By the names that AWS's JSON parser has for what it finds. */
function typeOf(value: unknown): string {
  if (value === null) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return { string: 'STRING_VALUE', number: 'NUMBER_VALUE' }[typeof value as string] ?? 'START_OBJECT';
}

/** By the names that a schema has for what it wants. */
const wanted: Readonly<Record<string, string>> = {
  string: 'a String',
  number: 'a Double',
  int: 'an Integer',
  boolean: 'a Boolean',
  array: 'a List',
  object: 'a Structure',
  record: 'a Map',
};
