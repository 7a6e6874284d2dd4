import { isJsonNumber, isJsonObject, type Json } from '../json.ts';
import type { Elements, Field } from './field.ts';
import { comparableNumber } from './numeric.ts';
import { type PathFields, pathFields } from './path-fields.ts';

/** The leaves by their path, its steps joined by dots. */
export type EventFields = ReadonlyMap<string, PathFields>;

export function eventFields(event: Json): EventFields {
  const fields = new Map<string, Field[]>();
  let arrays = 0;

  function visit(path: string, value: Json, elements: Elements) {
    if (Array.isArray(value)) visitElements(path, value, elements);
    else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, member, elements);
    } else {
      const field = { ...scalar(value), elements };
      const sameName = fields.get(path);
      if (sameName) sameName.push(field);
      else fields.set(path, [field]);
    }
  }

  function visitElements(path: string, array: readonly Json[], elements: Elements) {
    const id = arrays++;
    array.forEach((element, index) => {
      const nested = Array.isArray(element) || isJsonObject(element);
      visit(path, element, nested ? new Map(elements).set(id, index) : elements);
    });
  }

  visit('', event, new Map());
  return new Map([...fields].map(([path, atPath]) => [path, pathFields(atPath)]));
}

/**
 * The elements of a match that also uses this field; undefined when the field is in another element of an array that
 * the match already took a field of. That is how `{"items": {"sku": ["a"], "state": ["sold"]}}` asks for one item.
 */
export function sameElements(matched: Elements, field: Elements): Elements | undefined {
  let merged = matched;
  for (const [array, index] of field) {
    const before = matched.get(array);
    if (before === undefined) merged = new Map(merged).set(array, index);
    else if (before !== index) return undefined;
  }
  return merged;
}

function scalar(value: Json): Pick<Field, 'text' | 'number'> {
  if (typeof value === 'string') return { text: `"${value}"`, number: undefined };
  if (isJsonNumber(value)) return { text: value.rawJSON, number: comparableNumber(value.rawJSON) };
  return { text: String(value), number: undefined };
}
