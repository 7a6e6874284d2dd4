import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { replacing } from './replacements.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'function');

/** Files in a zip have a date; this one, the earliest a zip can say, makes the same code the same bytes. */
const mtime = new Date(1980, 0, 1);

/**
 * The function is four CommonJS files, each evaluated when it is asked for: so function/index.ts can time the first three,
 * and a cold start never sees the fourth. Within a file esbuild hoists and shakes everything, as it could not in one file
 * with lazy parts.
 */
const parts = { function: 'index.ts', sdk: 'sdk.ts', telemetry: 'telemetry.ts', parking: 'parking.ts' };

/**
 * Lambda awaits the top-level await of an ES module in INIT. `createRequire` and not `import`, which would first parse
 * the whole file for the names of its exports.
 */
const entry =
  "import{createRequire}from'node:module';export const handler=await createRequire(import.meta.url)('./function.cjs').handler;\n";

export interface FunctionOptions {
  /** Modules of function/ that others stand in for, both by absolute path. */
  readonly replace?: Readonly<Record<string, string>>;
}

/** function/ as the files of its zip, by name. */
export async function buildFunction({ replace = {} }: FunctionOptions = {}): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(Object.entries(parts).map(([part, file]) => [part, join(folder, file)])),
    // Relative to the root and not to whoever calls, so that two checkouts give the same bytes.
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // A part is required, not imported: the ES module loader would take its time.
    supported: { 'dynamic-import': false },
    // ES modules first: what is not used of them is left out, of CommonJS nothing is.
    mainFields: ['module', 'main'],
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    write: false,
    minify: true,
    legalComments: 'none',
    plugins: [separate, replacing(replace)],
  });
  const code = outputFiles.map(({ path, contents }) => [basename(path), contents]);
  return { 'index.mjs': new TextEncoder().encode(entry), ...Object.fromEntries(code) };
}

/** A part asks for another by its file. */
const separate: Plugin = {
  name: 'separate',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(sdk|telemetry|parking)\.ts$/ }, ({ path }) => ({
      path: path.replace('.ts', '.cjs'),
      external: true,
    }));
  },
};

/** The files in a zip that is the same, byte for byte, whenever and wherever it is made. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...files }, { mtime, level: 9 });
}

/** The function's zip. Returns its path. */
export async function bundle(): Promise<string> {
  const path = join(root, 'dist/function.zip');
  const content = zip(await buildFunction());
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Written aside and renamed: a second stack that builds at the same moment never reads half a zip.
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

// `npm run build`
if (process.argv[1] === import.meta.filename) {
  const path = await bundle();
  console.log(`${relative(process.cwd(), path)}  ${(statSync(path).size / 1000).toFixed(1)} kB`);
}
