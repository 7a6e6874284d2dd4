import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';

const root = join(import.meta.dirname, '..');

/** Files in a zip have a date; this one, the earliest a zip can say, makes the same code the same bytes. */
const mtime = new Date(1980, 0, 1);

/** function/ as one file in a reproducible zip. Returns the zip's path. */
export function bundle(): string {
  const code = buildSync({
    entryPoints: [join(root, 'function/index.ts')],
    // Relative to the root and not to whoever calls, so that two checkouts give the same bytes.
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outfile: 'index.mjs',
    write: false,
    minify: true,
    legalComments: 'none',
    // Bundled CommonJS calls require() for Node's own modules; an ES module has to make its own.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const files = Object.fromEntries(code.outputFiles.map(({ path, contents }) => [path.split('/').at(-1), contents]));
  const path = join(root, 'dist/function.zip');
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Written aside and renamed: a second stack that builds at the same moment never reads half a zip.
  writeFileSync(`${path}.${process.pid}`, zipSync(files, { mtime, level: 9 }));
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

// `npm run build`
if (process.argv[1] === import.meta.filename) {
  const path = bundle();
  console.log(`${relative(process.cwd(), path)}  ${(statSync(path).size / 1000).toFixed(1)} kB`);
}
