import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A package of package-lock.json. */
export interface LockedPackage {
  /** Where it lies below the project, e.g. `node_modules/a/node_modules/@b/c`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** What its package.json says in `license`, if anything. */
  readonly license: string | undefined;
  /** Of its archive, as in Subresource Integrity: algorithm, dash, base64. */
  readonly integrity: string | undefined;
  /** Where npm is to fetch it from; absent, from the registry of whoever installs. */
  readonly resolved: string | undefined;
  readonly hasInstallScript: boolean;
  /** Not for `pulumi up`: `npm ci --omit=dev` leaves it out. */
  readonly dev: boolean;
}

export interface Lockfile {
  readonly project: { readonly name: string; readonly version: string; readonly license: string };
  /** By path. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
}

const entry = z.object({
  // An alias ("npm:other@1") is locked under its alias, with its own name beside it.
  name: z.string().optional(),
  version: z.string(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
  dev: z.boolean().default(false),
});

const shape = z.object({
  lockfileVersion: z.literal(3),
  packages: z.looseObject({ '': z.object({ name: z.string(), version: z.string(), license: z.string() }) }),
});

/** @param root the folder of package-lock.json */
export function readLockfile(root: string): Lockfile {
  const { packages } = shape.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const { '': project, ...installed } = packages;
  const locked = Object.entries(installed).map(([path, content]): [string, LockedPackage] => {
    const { name = nameAt(path), license, integrity, resolved, ...rest } = entry.parse(content);
    return [path, { path, name, license, integrity, resolved, ...rest }];
  });
  return { project, packages: new Map(locked) };
}

function nameAt(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
