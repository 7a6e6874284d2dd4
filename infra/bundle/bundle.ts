import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { Zip, ZipPassThrough } from 'fflate';
import { deflateRaw } from 'pako';
import { momento } from '../../function/sources/momento.ts';
import type { Scheme } from '../../function/sources/scheme.ts';
import { replacing } from './replacements.ts';
import { isShipped, onlySchemes } from './schemes.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'function');

/** Files in a zip have a date; this one, the earliest a zip can say, makes the same code the same bytes. */
const mtime = new Date(1980, 0, 1);

/**
 * The function is four CommonJS files, each evaluated when it is asked for: so function/index.ts can time the first three,
 * and a cold start never sees the fourth. Within a file esbuild hoists and shakes everything, as it could not in one file
 * with lazy parts.
 */
const parts = {
  function: 'index.ts',
  sdk: 'sdk.ts',
  telemetry: 'telemetry/telemetry.ts',
  'parking-queue': 'publication/parking-queue.ts',
};

/**
 * Lambda awaits the top-level await of an ES module in INIT. `createRequire` and not `import`, which would first parse
 * the whole file for the names of its exports.
 */
const entry =
  "import{createRequire}from'node:module';export const handler=await createRequire(import.meta.url)('./function.cjs').handler;\n";

/** Of a stack with the default of the setting `sources`. */
const defaultSchemes: readonly Scheme[] = [momento];

export interface FunctionOptions {
  /** Those that the stack's sources use; no other is in the zip. */
  readonly schemes?: readonly Scheme[];
  /** Modules of function/ that others stand in for, both by absolute path. */
  readonly replace?: Readonly<Record<string, string>>;
  /** False takes every package as it comes, to see what the replacements are good for. */
  readonly lean?: boolean;
}

export interface FunctionBuild {
  /** The files of the zip, by name. */
  readonly files: Record<string, Uint8Array>;
  /** What esbuild took from where, paths relative to the project. */
  readonly metafile: Metafile;
}

/** function/ as the files of its zip, by name. */
export async function buildFunction(options: FunctionOptions = {}): Promise<Record<string, Uint8Array>> {
  return (await buildAndAccount(options)).files;
}

/** function/ as the files of its zip, and what they are made of. */
export async function buildAndAccount({
  schemes = defaultSchemes,
  replace = {},
  lean = true,
}: FunctionOptions = {}): Promise<FunctionBuild> {
  const only = onlySchemes(schemes);
  const { outputFiles, metafile } = await build({
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
    metafile: true,
    plugins: lean ? [separate, only, replacing(replace)] : [separate, only],
  });
  const code = outputFiles.map(({ path, contents }) => [basename(path), contents]);
  return { files: { 'index.mjs': new TextEncoder().encode(entry), ...Object.fromEntries(code) }, metafile };
}

/** A part asks for another by its file, beside its own wherever their sources lie. */
const separate: Plugin = {
  name: 'separate',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/(?:\w+\/)?(sdk|telemetry|parking-queue)\.ts$/ }, ({ path }) => ({
      path: `./${basename(path, '.ts')}.cjs`,
      external: true,
    }));
  },
};

/** The files in a zip that is the same, byte for byte, whenever and wherever it is made. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, content] of Object.entries(files)) {
    const file = new Deflated(name);
    file.mtime = mtime;
    archive.add(file);
    file.push(Uint8Array.from(content), true);
  }
  archive.end();
  return Buffer.concat(chunks);
}

/**
 * Compressed by zlib's own algorithm in JavaScript: 4 % smaller than by fflate's, and the same everywhere, which is more
 * than Node's zlib promises.
 */
class Deflated extends ZipPassThrough {
  override compression = 8;

  protected override process(chunk: Uint8Array<ArrayBuffer>, isFinal: boolean): void {
    this.ondata(null, Uint8Array.from(deflateRaw(chunk, { level: 9, memLevel: 9 })), isFinal);
  }
}

/** Writes the zip of a function with these schemes. Returns its path. */
export async function bundle(schemes: readonly Scheme[] = defaultSchemes): Promise<string> {
  return writeZip(await buildFunction({ schemes }), schemes);
}

/** The zip cannot be written. */
export class BundleError extends Error {}

/**
 * Writes dist/function.zip, or for other schemes than the default a file that is named by them: two stacks that build at
 * the same moment never read each other's. Returns its path.
 * @throws BundleError naming it
 */
export function writeZip(
  files: Readonly<Record<string, Uint8Array>>,
  schemes: readonly Scheme[] = defaultSchemes,
): string {
  const name = nameOf(schemes);
  const path = join(root, 'dist', name === nameOf(defaultSchemes) ? 'function.zip' : `function-${name}.zip`);
  try {
    mkdirSync(join(root, 'dist'), { recursive: true });
    // Written aside and renamed: a second stack that builds the same at the same moment never reads half a zip.
    writeFileSync(`${path}.${process.pid}`, zip(files));
    renameSync(`${path}.${process.pid}`, path);
  } catch (error) {
    throw new BundleError(`the function's code cannot be written: ${error instanceof Error ? error.message : error}`);
  }
  return path;
}

/** A stack's own schemes are told apart by what they say, as another stack may have others of the same names. */
function nameOf(schemes: readonly Scheme[]): string {
  const shipped = schemes.filter(isShipped).map(({ name }) => name);
  const own = schemes.filter((scheme) => !isShipped(scheme));
  const hash = createHash('sha256').update(JSON.stringify(own)).digest('hex').slice(0, 16);
  return [...shipped.sort(), ...(own.length > 0 ? [`own-${hash}`] : [])].join('+');
}
