import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * What `npm install --omit=dev` of these packages brings: every file of theirs and of what they depend on, by its path
 * from the root of the project, whose own installation it is taken from.
 */
export function installed(root: string, packages: readonly string[]): Record<string, Uint8Array> {
  const folders = new Set<string>();
  for (const name of packages) addWithDependencies(name, root, root, folders);
  return Object.fromEntries(
    [...folders].flatMap((folder) =>
      globSync('**/*', { cwd: folder, exclude: ({ name }) => name === 'node_modules', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [relative(root, file), readFileSync(file)]),
    ),
  );
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

function addWithDependencies(name: string, from: string, root: string, folders: Set<string>): void {
  const folder = folderOf(name, from, root);
  if (folders.has(folder)) return;
  folders.add(folder);
  // npm has read this manifest when it installed the package.
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const dependency of Object.keys(dependencies)) addWithDependencies(dependency, folder, root, folders);
}

/** Where Node finds a package: in the nearest node_modules upwards. */
function folderOf(name: string, from: string, root: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (from === root) throw new Error(`${name} is not installed; run npm ci`);
  return folderOf(name, dirname(from), root);
}
