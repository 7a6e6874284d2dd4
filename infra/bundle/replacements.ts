import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** A part of a package that the function's bundle does without, or with less. */
export interface Replacement {
  /** The module as its importers name it, or the end of its path. */
  readonly module: RegExp;
  /** What stands in for it, below function/replacements/. */
  readonly by: string;
  readonly because: string;
}

/**
 * V8 parses every byte of the bundle at every cold start. Each of these is code that the function never runs; a test
 * of each fails when an upgrade of its package makes that untrue.
 */
export const replacements: readonly Replacement[] = [
  {
    module: /^@aws-sdk\/credential-provider-node$/,
    by: 'credentials.ts',
    because: 'Lambda puts credentials into the environment; the chain of other providers is never walked',
  },
  {
    module: /\/loadSharedConfigFiles$/,
    by: 'shared-config.ts',
    because: 'Lambda has no files of settings or credentials to look for',
  },
  {
    module: /^@smithy\/core\/event-streams$/,
    by: 'nothing.ts',
    because: 'no operation of these services streams; importing it lazily costs every module around it a wrapper',
  },
  {
    module: /^@aws-sdk\/signature-v4-multi-region$/,
    by: 'signature-v4.ts',
    because: 'only requests to a global endpoint are signed for several regions; it is 1 kB of the zip',
  },
  {
    module: /\/Sha256Node$/,
    by: 'sha256.ts',
    because: "it brings a SHA-256 in JavaScript, and Node's own is four times as fast with a key object",
  },
  {
    module: /\/(AdaptiveRetryStrategy|getInstanceMetadataRegion)$/,
    by: 'never.ts',
    because: 'the retry mode is standard, and the region is in the environment',
  },
  {
    module: /^@aws\/lambda-invoke-store$/,
    by: 'invoke-store.ts',
    because: 'an environment serves one invocation at a time',
  },
  {
    module: /^aws-xray-sdk-core$/,
    by: 'xray/xray.ts',
    because: 'most of it serves web servers, sampling and other SDKs; evaluating it took half of the phase telemetry',
  },
];

const folder = join(import.meta.dirname, '../../function/replacements');

/** @param modules further replacements, whole modules by absolute path */
export function replacing(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replacements',
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, importer, resolveDir, kind }) => {
        const replacement = replacements.find(({ module }) => module.test(path));
        if (replacement && !importer.startsWith(folder)) return { path: join(folder, replacement.by) };
        const module = kind === 'entry-point' ? path : join(resolveDir, path);
        const other = modules[module];
        return other === undefined ? undefined : { path: other };
      });
      // Packages ask their package.json for these two and bring all of it along.
      build.onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
        const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
        return { contents: JSON.stringify({ name, version }), loader: 'json' };
      });
    },
  };
}
