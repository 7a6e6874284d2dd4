import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAndAccount } from '../../../infra/bundle/bundle.ts';
import { bundledPackages } from '../../../tools/build/bundled.ts';
import { listing } from '../../../tools/build/licence-list.ts';
import { objection } from '../../../tools/build/licences.ts';
import { type LockedPackage, readLockfile } from '../../../tools/build/lockfile.ts';

const root = join(import.meta.dirname, '../../..');
const lockfile = readLockfile(root);

describe('the licences of all packages', () => {
  it('are allowed where the package is used', () => {
    assert.deepEqual(
      [...lockfile.packages.values()].flatMap((locked) => objection(locked) ?? []),
      [],
    );
  });

  it('are those that the installed packages say', () => {
    const differing = [...lockfile.packages.values()].filter(({ path, license }) => {
      const manifest = join(root, path, 'package.json');
      // Not there: it is of another platform.
      return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).license !== license;
    });
    assert.deepEqual(differing, []);
  });

  it('stand in docs/licences.md as npm run licences writes it', async () => {
    const bundled = bundledPackages((await buildAndAccount()).metafile, lockfile);
    assert.equal(readFileSync(join(root, 'docs/licences.md'), 'utf8'), listing(lockfile, bundled));
  });
});

describe('a licence', () => {
  const allowed: readonly [license: string, dev: boolean][] = [
    ['MIT', false],
    ['(BSD-3-Clause AND Apache-2.0)', false],
    ['GPL-3.0-only OR MIT', false],
    ['(GPL-3.0-only AND MIT) OR (ISC AND MIT)', false],
    ['MPL-2.0', true],
  ];
  for (const [license, dev] of allowed)
    it(`"${license}" is allowed${dev ? ' in development' : ''}`, () => {
      assert.equal(objection({ ...sample, license, dev }), undefined);
    });

  const refused: readonly [license: string | undefined, dev: boolean, because: RegExp][] = [
    ['GPL-3.0-only', true, /sample@1.2.3 has the licence "GPL-3.0-only", which licences.ts does not allow$/],
    ['MPL-2.0', false, /does not allow outside development/],
    ['MIT AND GPL-3.0-only', false, /does not allow/],
    ['UNLICENSED', false, /no SPDX expression/],
    ['SEE LICENSE IN LICENSE', false, /no SPDX expression: read its LICENSE/],
    [undefined, false, /sample@1.2.3 names no licence/],
  ];
  for (const [license, dev, because] of refused)
    it(`${license === undefined ? 'that is not named' : `"${license}"`} is refused${dev ? ' even in development' : ''}`, () => {
      assert.match(objection({ ...sample, license, dev }) ?? '', because);
    });

  it('that was read in a LICENSE file counts for the version it was read in alone', () => {
    const tail = { ...sample, name: '@logdna/tail-file', license: 'SEE LICENSE IN LICENSE' };
    assert.equal(objection({ ...tail, version: '2.2.0' }), undefined);
    assert.match(objection({ ...tail, version: '2.2.1' }) ?? '', /no SPDX expression/);
  });
});

const sample: LockedPackage = {
  path: 'node_modules/sample',
  name: 'sample',
  version: '1.2.3',
  license: 'MIT',
  integrity: undefined,
  resolved: undefined,
  hasInstallScript: false,
  dev: false,
};
