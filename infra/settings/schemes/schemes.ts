import { z } from 'zod';
import type { Scheme } from '../../../function/sources/scheme.ts';
import { schemes as shipped } from '../../../function/sources/schemes.ts';
import { name } from '../values.ts';
import { description } from './description.ts';

/** Schemes of the stack's own, by name. */
export const schemes = z
  .record(z.string(), description, 'schemes by name')
  .superRefine((schemes, context) => {
    for (const key of Object.keys(schemes)) {
      const message = wrongName(key);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .transform((schemes): readonly Scheme[] => Object.entries(schemes).map(([name, scheme]) => ({ name, ...scheme })));

function wrongName(key: string): string | undefined {
  if (shipped.some(({ name }) => name === key)) return 'another name: there is a scheme of this name already';
  const wrong = name.safeParse(key).error?.issues[0];
  return wrong && `another name: ${wrong.message}`;
}

interface Schemes {
  readonly schemes: readonly Scheme[];
  readonly sources: readonly { readonly scheme: string }[];
}

/** Those that a source may name. */
export function knownSchemes({ schemes }: Pick<Schemes, 'schemes'>): readonly Scheme[] {
  return [...shipped, ...schemes];
}

/** Those that the stack's sources use. */
export function usedSchemes({ schemes, sources }: Schemes): readonly Scheme[] {
  return knownSchemes({ schemes }).filter(({ name }) => sources.some(({ scheme }) => scheme === name));
}

/** What is not wrong, but a person ought to know; by keys of the settings. */
export function warningsOf({ name, id, signed }: Scheme): readonly string[] {
  if (!id || !('header' in id) || signed.includes('id')) return [];
  return [
    `schemes.${name}.id is a header that the sender does not sign: whoever sends a delivery again can give it another id. Its events say senderIdSigned: false, and duplicates are recognised by the bytes of the body`,
  ];
}
