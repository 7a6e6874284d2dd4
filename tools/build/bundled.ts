import type { Metafile } from 'esbuild';
import type { LockedPackage, Lockfile } from './lockfile.ts';

export interface Bundled {
  /** The packages that have code in the bundle, by where they lie below the project. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Which of them a package imports from; those that the function itself imports are under ''. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What a bundle is made of, by esbuild's own account of it. */
export function bundledPackages({ inputs, outputs }: Metafile, lockfile: Lockfile): Bundled {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const paths = [...new Set(files.map(packageOf))].filter((path) => path !== '').sort();
  const packages = new Map(paths.map((path) => [path, lockedAt(path, lockfile)]));
  const imports = new Map<string, Set<string>>(['', ...paths].map((path) => [path, new Set()]));
  for (const [file, { imports: imported }] of Object.entries(inputs)) {
    const importer = packageOf(file);
    for (const path of imported.map(({ path }) => packageOf(path)))
      if (path !== importer && packages.has(path)) imports.get(importer)?.add(path);
  }
  return { packages, imports };
}

/** Where the package of a file lies below the project; '' for files of the project itself. */
function packageOf(file: string): string {
  // Linked from elsewhere, the folder of packages has a path before its name.
  return file.match(/(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//)?.[1] ?? '';
}

function lockedAt(path: string, { packages }: Lockfile): LockedPackage {
  const locked = packages.get(path);
  if (!locked) throw new Error(`${path} is in the bundle and not in package-lock.json: run npm ci`);
  return locked;
}
