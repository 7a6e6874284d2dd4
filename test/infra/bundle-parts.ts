import { basename, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { buildFunction } from '../../infra/bundle.ts';
import { replacing } from '../../infra/replacements.ts';
import { root } from './programs.ts';

export interface Parts {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly metafile: Metafile;
}

const entryPoints = Object.fromEntries(
  Object.entries({ function: 'index.ts', sdk: 'sdk.ts', telemetry: 'telemetry.ts', parking: 'parking.ts' }).map(
    ([part, file]) => [part, join(root, 'function', file)],
  ),
);

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

/** The function's code as infra/bundle.ts makes it, and what went into it; without replacements, as it would be. */
export async function bundleParts({ replaced }: { readonly replaced: boolean }): Promise<Parts> {
  const { outputFiles, metafile } = await build({
    entryPoints,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    write: false,
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: replaced ? [separate, replacing({})] : [separate],
  });
  const { 'index.mjs': entry = new Uint8Array() } = await buildFunction();
  const code = outputFiles.map(({ path, contents }) => [basename(path), contents]);
  return { files: { 'index.mjs': entry, ...Object.fromEntries(code) }, metafile };
}
