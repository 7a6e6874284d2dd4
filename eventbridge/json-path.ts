import { isJsonObject, type Json } from './json.ts';

/**
 * Reads the JSONPath that EventBridge takes for input: `$`, members by dot (`$.detail-type`, letters, digits, `-`, `_`
 * and `/`) or quoted in brackets, array elements by index, and `*`. undefined when the path is no such path: EventBridge
 * does not validate paths, one that it cannot read finds nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function readJsonPath(path: string): JsonPath | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const found = stepSyntax.exec(rest);
    if (!found?.groups) return undefined;
    const { name, quoted, index } = found.groups;
    if (index !== undefined) steps.push(Number(index));
    else steps.push((name ?? quoted) === undefined || name === '*' ? every : String(name ?? quoted));
    rest = rest.slice(found[0].length);
  }
  return steps;
}

/** What the path finds: one value, or, where it has a `*`, the array of all it finds. undefined when it finds nothing. */
export function valueAt(event: Json, path: JsonPath): Json | undefined {
  const found = path.reduce<readonly Json[]>((values, step) => values.flatMap((value) => take(value, step)), [event]);
  return path.includes(every) ? found : found[0];
}

export type JsonPath = readonly Step[];
type Step = string | number | typeof every;

const every = Symbol('*');
const stepSyntax = /^(?:\.(?<name>\*|[\w/-]+)|\[(?:'(?<quoted>[^']*)'|(?<index>\d+)|\*)\])/;

function take(value: Json, step: Step): readonly Json[] {
  if (step === every) return Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  const member = typeof step === 'number' ? elementOf(value, step) : memberOf(value, step);
  return member === undefined ? [] : [member];
}

function elementOf(value: Json, index: number): Json | undefined {
  return Array.isArray(value) ? value[index] : undefined;
}

function memberOf(value: Json, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
