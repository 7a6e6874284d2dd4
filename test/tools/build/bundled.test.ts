import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { bundledPackages } from '../../../tools/build/bundled.ts';
import type { LockedPackage, Lockfile } from '../../../tools/build/lockfile.ts';

describe('the packages in a bundle', () => {
  it('are those that have code in it, wherever they lie', () => {
    const { packages } = bundledPackages(
      metafile({
        'function/index.ts': 10,
        'node_modules/one/index.js': 10,
        'node_modules/one/node_modules/@two/three/deep/index.js': 10,
        '../elsewhere/node_modules/linked/index.js': 10,
        'node_modules/shaken-off/index.js': 0,
      }),
      lockfile('one', 'one/node_modules/@two/three', 'linked', 'shaken-off', 'never-imported'),
    );

    assert.deepEqual(
      [...packages.values()].map(({ name }) => name),
      ['linked', 'one', '@two/three'],
    );
  });

  it('depend on those they import from, through modules of their own that have left no code too', () => {
    const { imports } = bundledPackages(
      metafile(
        {
          'function/index.ts': 1,
          'node_modules/one/index.js': 0,
          'node_modules/one/own.js': 1,
          'node_modules/two/a.js': 1,
        },
        [
          ['function/index.ts', 'node_modules/one/index.js'],
          ['node_modules/one/index.js', 'node_modules/one/own.js'],
          ['node_modules/one/index.js', 'node_modules/two/a.js'],
          ['node_modules/one/own.js', 'node:crypto'],
        ],
      ),
      lockfile('one', 'two'),
    );

    assert.deepEqual(Object.fromEntries([...imports].map(([path, imported]) => [path, [...imported]])), {
      '': ['node_modules/one'],
      'node_modules/one': ['node_modules/two'],
      'node_modules/two': [],
    });
  });

  it('are all in package-lock.json, or the bundle is not built from it', () => {
    assert.throws(
      () => bundledPackages(metafile({ 'node_modules/stray/index.js': 1 }), lockfile()),
      /node_modules\/stray is in the bundle and not in package-lock.json: run npm ci/,
    );
  });
});

function metafile(
  bytesByFile: Readonly<Record<string, number>>,
  imports: readonly (readonly [importer: string, imported: string])[] = [],
): Metafile {
  const importedBy = (file: string) =>
    imports.filter(([importer]) => importer === file).map(([, path]) => ({ path, kind: 'import-statement' as const }));
  const files = Object.entries(bytesByFile);
  return {
    inputs: Object.fromEntries(files.map(([file, bytes]) => [file, { bytes, imports: importedBy(file) }])),
    outputs: {
      'dist/function.cjs': {
        bytes: 1,
        inputs: Object.fromEntries(files.map(([file, bytesInOutput]) => [file, { bytesInOutput }])),
        imports: [],
        exports: [],
      },
    },
  };
}

function lockfile(...places: readonly string[]): Lockfile {
  const packages = places.map((place): [string, LockedPackage] => {
    const path = `node_modules/${place}`;
    const name = path.split('node_modules/').at(-1) ?? '';
    const unknown = { license: undefined, integrity: undefined, resolved: undefined };
    return [path, { path, name, version: '1.0.0', ...unknown, hasInstallScript: false, dev: false }];
  });
  return { project: { name: 'project', version: '0.1.0', license: 'MIT' }, packages: new Map(packages) };
}
