import { isJsonObject, type Json } from '../../json.ts';
import { InvalidPattern } from '../invalid.ts';
import { wildcardBytes } from './wildcard.ts';

/**
 * One more than event-ruler's README proposes as the limit of a single rule, and the score of the one pattern that AWS
 * is on record as refusing for it; what it is on record as taking scores 7 or less.
 */
const tooComplex = 11;

/** What the pattern wants of one field: the members of its array. */
export interface FieldValues {
  readonly values: readonly Json[];
}

/**
 * Refuses a pattern whose wildcards are too many for one event: a value may begin to match a wildcard in several ways at
 * once, and EventBridge bounds how many.
 * @param branches the fields of each alternative. Alternatives of `$or` may add up for EventBridge; they are not added
 * here, as how much depends on its inside, and what it takes must not be refused.
 */
export function refuseTooComplex(branches: readonly (readonly FieldValues[])[]): void {
  if (branches.flat().some(({ values }) => mostPrefixes(wildcardsOf(values)) >= tooComplex)) {
    throw new InvalidPattern(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  }
}

/** Wildcards that count together: one of its own, or all of one anything-but. */
type Wildcards = readonly string[];

function wildcardsOf(values: readonly Json[]): readonly Wildcards[] {
  const groups = new Map<string, Wildcards>();
  for (const value of values) {
    if (!isJsonObject(value)) continue;
    const { wildcard, 'anything-but': but } = value;
    const wanted = isJsonObject(but) ? but.wildcard : wildcard;
    const texts = [wanted].flat().filter((text) => typeof text === 'string');
    if (texts.length > 0) groups.set(JSON.stringify(value), texts);
  }
  return [...groups.values()];
}

/** A beginning of a wildcard, by the byte, or `*`, that comes next. */
interface Prefix {
  readonly isStar: boolean;
  readonly next: Map<number | '*', Prefix>;
}

/**
 * The most beginnings of wildcards that one text can match at the same time, as event-ruler's MachineComplexityEvaluator
 * counts them: "abb" is matched by four of `a*b*b`, namely `a*`, `a*b`, `a*b*` and `a*b*b`.
 */
function mostPrefixes(groups: readonly Wildcards[]): number {
  const roots = groups.map(beginnings);
  let most = 0;
  const ids = new Map<Prefix, number>();
  const seen = new Set<string>();
  const waiting: Set<Prefix>[] = [withEmptyStars(roots)];
  for (let matched = waiting.pop(); matched && most < tooComplex; matched = waiting.pop()) {
    const bytes = new Set([...matched].flatMap(({ next }) => [...next.keys()]).filter((byte) => byte !== '*'));
    for (const byte of [undefined, ...bytes]) {
      const after = withEmptyStars(
        [...matched].flatMap((prefix) => {
          const longer = byte === undefined ? undefined : prefix.next.get(byte);
          return [...(prefix.isStar ? [prefix] : []), ...(longer ? [longer] : [])];
        }),
      );
      const key = [...after]
        .map(idOf)
        .sort((one, other) => one - other)
        .join();
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(after);
      most = Math.max(most, after.size);
    }
  }
  return most;

  function idOf(prefix: Prefix): number {
    const id = ids.get(prefix) ?? ids.size;
    ids.set(prefix, id);
    return id;
  }
}

function beginnings(wildcards: Wildcards): Prefix {
  const root: Prefix = { isStar: false, next: new Map() };
  for (const wildcard of wildcards) {
    let prefix = root;
    for (const byte of wildcardBytes(`"${wildcard}"`)) {
      const longer: Prefix = prefix.next.get(byte) ?? { isStar: byte === '*', next: new Map() };
      prefix.next.set(byte, longer);
      prefix = longer;
    }
  }
  return root;
}

/** A `*` may stand for nothing, so that whatever leads to one matches it as well. */
function withEmptyStars(prefixes: readonly Prefix[]): Set<Prefix> {
  return new Set(prefixes.flatMap((prefix) => [prefix, prefix.next.get('*')]).filter((prefix) => prefix !== undefined));
}
