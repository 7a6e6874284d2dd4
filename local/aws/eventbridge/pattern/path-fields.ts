import type { Elements, Field } from './field.ts';

/** The leaves of one path. */
export interface PathFields {
  /** At least those that are not in other elements than the match so far; few of the others. */
  readonly near: (matched: Elements) => readonly Field[];
  /** The arrays of objects that some of the leaves are in. */
  readonly arrays: () => { readonly has: (array: number) => boolean };
}

export function pathFields(fields: readonly Field[]): PathFields {
  let built: ByArray | undefined;
  const byArray = () => {
    built ??= groupByElement(fields);
    return built;
  };
  return {
    arrays: byArray,
    near(matched) {
      const choices = [...matched].flatMap(([array, element]) => byArray().get(array)?.near(element) ?? []);
      const smallest = choices.toSorted((one, other) => one.size - other.size)[0];
      return smallest ? smallest.fields() : fields;
    },
  };
}

type ByArray = ReadonlyMap<number, InArray>;

interface InArray {
  readonly near: (element: number) => { readonly size: number; readonly fields: () => readonly Field[] };
}

function groupByElement(fields: readonly Field[]): ByArray {
  const groups = new Map<number, { count: number; readonly byElement: Map<number, Field[]> }>();
  for (const field of fields) {
    for (const [array, element] of field.elements) {
      const group = groups.get(array) ?? { count: 0, byElement: new Map<number, Field[]>() };
      groups.set(array, group);
      group.count++;
      const inElement = group.byElement.get(element);
      if (inElement) inElement.push(field);
      else group.byElement.set(element, [field]);
    }
  }
  return new Map([...groups].map(([array, group]) => [array, inArray(array, group)]));

  function inArray(
    array: number,
    { count, byElement }: { count: number; byElement: ReadonlyMap<number, Field[]> },
  ): InArray {
    const outsideCount = fields.length - count;
    return {
      near(element) {
        const inside = byElement.get(element) ?? [];
        const outside = () => (outsideCount === 0 ? [] : fields.filter((field) => !field.elements.has(array)));
        return { size: inside.length + outsideCount, fields: () => [...inside, ...outside()] };
      },
    };
  }
}
