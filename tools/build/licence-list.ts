import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAndAccount } from '../../infra/bundle/bundle.ts';
import { type Bundled, bundledPackages } from './bundled.ts';
import { licenceOf } from './licences.ts';
import { type LockedPackage, type Lockfile, readLockfile } from './lockfile.ts';

const root = join(import.meta.dirname, '../..');

/** docs/licences.md: every package that package-lock.json has, where it is used, and its licence. */
export function listing({ packages }: Lockfile, bundled: Bundled): string {
  const all = [...packages.values()];
  const inZip = all.filter(({ path }) => bundled.packages.has(path));
  const deploying = all.filter(({ path, dev }) => !dev && !bundled.packages.has(path));
  const onLaptop = all.filter(({ dev }) => dev);
  return `# Licences

webhook-bridge itself is under [Apache-2.0](../LICENSE). Everything it is made of and made with is listed here, by SPDX identifier. \`npm run licences\` writes this page from \`package-lock.json\`; a test fails when the page is stale, or when a licence is not one of those that [licences.ts](../tools/build/licences.ts) allows. The text of each licence, with its authors' names, comes along in the package's folder in \`node_modules/\`.

## In function.zip

The packages that have code in what runs in Lambda. Whoever hands the zip on to others hands on their code too. \`npm run build\` writes the same list as a CycloneDX bill of materials, \`dist/function.cdx.json\`, with the hash of each.

${table(inZip)}

## Installed to deploy it

What \`npm ci --omit=dev\` installs beside those, for \`pulumi up\`; some of it only on the operating system it is for. None of it gets into the zip.

${table(deploying)}

## Installed to run it on a laptop and to develop it

${table(onLaptop)}
`;
}

function table(packages: readonly LockedPackage[]): string {
  const rows = packages
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
    .map((locked) => `| ${locked.name} | ${locked.version} | ${licenceOf(locked) ?? 'unknown'} |`);
  // The same version may lie in several places.
  return ['| package | version | licence |', '| --- | --- | --- |', ...new Set(rows)].join('\n');
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

// `npm run licences`
if (process.argv[1] === import.meta.filename) {
  const lockfile = readLockfile(root);
  const bundled = bundledPackages((await buildAndAccount()).metafile, lockfile);
  writeFileSync(join(root, 'docs/licences.md'), listing(lockfile, bundled));
}
