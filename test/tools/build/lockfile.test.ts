import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readLockfile } from '../../../tools/build/lockfile.ts';

const root = join(import.meta.dirname, '../../..');

/** Of the project, and of what npm run test:senders alone installs. */
const lockfiles = [root, join(root, 'test/senders/packages')].map((folder) => ({
  folder,
  packages: [...readLockfile(folder).packages.values()],
}));
const packages = lockfiles.flatMap((lockfile) => lockfile.packages);

/** Packages with an install script, and why they are as good without it. */
const withoutTheirScript: Readonly<Record<string, string>> = {
  'aws-lambda-ric':
    'it compiles rapid-client.node, which the local run answers for in local/aws/lambda/environment/bootstrap.mjs',
  esbuild: 'it finds its program in the optional package of the platform, which the script would only link',
  protobufjs: 'it warns of a version range in the package.json of whoever installs it',
};

describe('package-lock.json', () => {
  it('has the hash of every package, in SHA-512', () => {
    const without = packages.filter(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));
    assert.deepEqual(without, []);
    assert.ok(packages.length > 100);
  });

  it('names no place to fetch a package from: that is for whoever installs it to say', () => {
    assert.deepEqual(
      packages.filter(({ resolved }) => resolved !== undefined),
      [],
    );
  });

  it('is asked for one version of each dependency, never a range', () => {
    const dependencies = z.record(z.string(), z.string());
    const manifest = z.object({
      dependencies,
      devDependencies: dependencies.default({}),
      optionalDependencies: dependencies.default({}),
    });
    for (const { folder, packages } of lockfiles) {
      const {
        dependencies: run,
        devDependencies,
        optionalDependencies,
      } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
      const asked = Object.entries({ ...run, ...devDependencies, ...optionalDependencies });
      assert.deepEqual(
        asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
        [],
      );
      const locked = asked.map(([name]) => [
        name,
        packages.find(({ path }) => path === `node_modules/${name}`)?.version,
      ]);
      assert.deepEqual(locked, asked);
    }
  });
});

describe('install scripts', () => {
  it('are switched off for whatever npm does in this project', () => {
    assert.equal(npm('config', 'get', 'ignore-scripts'), 'true');
  });

  it('are of packages alone that are as good without', () => {
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    assert.deepEqual([...new Set(scripted)].sort(), Object.keys(withoutTheirScript).sort());
  });
});

/** What npm answers, asked without the settings that the npm running the tests hands down. */
function npm(...args: readonly string[]): string {
  const env = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
  return execFileSync('npm', args, {
    cwd: root,
    env: Object.fromEntries(env),
    encoding: 'utf8',
    // Longer than any machine takes, and less than a test has.
    timeout: 250_000,
  }).trim();
}
