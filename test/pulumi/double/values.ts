import type { Properties } from '../../../local/index.ts';

/** How Pulumi writes a value that only AWS will say: sdk/go/common/resource/plugin. */
export const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Marks an archive among the properties, which is what its hash says, wherever it lies. */
const signatureKey = '4dabf18193072939515e22adb298388d';

export function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function hasUnknown(value: unknown): boolean {
  if (value === unknown) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (!isRecord(inner)) return inner;
      if (signatureKey in inner) return inner.hash;
      return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
    }) ?? ''
  );
}

/** The properties that differ, by name. */
export function changedKeys(olds: Properties, news: Properties): readonly string[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => !isSame(olds[key], news[key]));
}
