import { isJsonObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { EventFields } from './fields.ts';
import { type Filter, filter } from './filter.ts';
import { InvalidPattern } from './invalid.ts';
import { type Branch, matchesBranch } from './match.ts';
import { refuseTooComplex } from './wildcard/complexity.ts';

export type CompiledPattern =
  | { readonly ok: true; readonly matches: (event: EventFields) => boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * An event pattern, ready to be matched against any number of events. What is valid and what matches is what
 * event-ruler, the matcher of EventBridge itself, says.
 */
export function compilePattern(text: string): CompiledPattern {
  try {
    const branches = compile(text);
    return { ok: true, matches: (event) => branches.some((branch) => matchesBranch(branch, event)) };
  } catch (error) {
    if (error instanceof InvalidPattern) return { ok: false, reason: error.message };
    throw error;
  }
}

function compile(text: string): readonly Branch[] {
  let pattern: Json;
  try {
    pattern = parseJson(text);
  } catch (error) {
    throw new InvalidPattern(`Invalid JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (!isJsonObject(pattern)) throw new InvalidPattern('Filter is not an object');
  const branches = orOrField(pattern).map((branch) =>
    [...branch].map(([path, field]) => ({ path, ...field })).sort((one, other) => (one.path < other.path ? -1 : 1)),
  );
  refuseTooComplex(branches);
  return branches.map((branch) => branch.map(({ path, filters }) => [path, filters]));
}

/** What has been read of each branch so far: its fields by their path. */
type Branches = readonly ReadonlyMap<string, FieldRead>[];

interface FieldRead {
  readonly values: readonly Json[];
  /** The meaning of each value. */
  readonly filters: readonly Filter[];
}

/** Where `$or` cannot be read as the operator it is an ordinary field, as it was before the operator existed. */
function orOrField(pattern: JsonObject): Branches {
  const start: Branches = [new Map()];
  try {
    return readObject(start, '', pattern, { or: 'operator', insideOr: false });
  } catch (error) {
    if (!(error instanceof InvalidPattern) || !hasKey(pattern, '$or')) throw error;
    return readObject(start, '', pattern, { or: 'field', insideOr: false });
  }
}

interface Reading {
  readonly or: 'operator' | 'field';
  readonly insideOr: boolean;
}

function readObject(before: Branches, path: string, object: JsonObject, reading: Reading): Branches {
  let branches = before;
  for (const [key, value] of Object.entries(object)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (key === '$or' && reading.or === 'operator') {
      branches = readOr(branches, path, value);
      continue;
    }
    if (reading.insideOr && reservedInsideOr.has(key)) {
      throw new InvalidPattern(`${key} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    if (isJsonObject(value)) branches = readObject(branches, name, value, reading);
    else if (Array.isArray(value)) branches = withField(branches, name, value);
    else throw new InvalidPattern(`"${key}" must be an object or an array`);
  }
  if (Object.keys(object).length === 0) throw new InvalidPattern('Empty objects are not allowed');
  return branches;
}

function readOr(before: Branches, path: string, value: Json): Branches {
  if (!Array.isArray(value)) throw new InvalidPattern('It must be an Array followed with $or.');
  const branches = value.flatMap((alternative: Json) => {
    if (isJsonObject(alternative)) return readObject(before, path, alternative, { or: 'operator', insideOr: true });
    throw new InvalidPattern('Only JSON object is allowed in array of $or relationship.');
  });
  if (value.length < 2) throw new InvalidPattern('There must have at least 2 Objects in $or relationship.');
  return branches;
}

function withField(branches: Branches, name: string, values: readonly Json[]): Branches {
  const filters = values.map(filter);
  if (filters.length === 0) throw new InvalidPattern('Empty arrays are not allowed');
  return branches.map((branch) => new Map(branch).set(name, { values, filters }));
}

function hasKey(value: Json, key: string): boolean {
  if (Array.isArray(value)) return value.some((element: Json) => hasKey(element, key));
  return (
    isJsonObject(value) && (Object.hasOwn(value, key) || Object.values(value).some((member) => hasKey(member, key)))
  );
}

/** The names of filters, and those event-ruler keeps for filters to come. */
const reservedInsideOr: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);
