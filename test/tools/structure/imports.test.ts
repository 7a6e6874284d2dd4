import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');

/** Files of a project that imports as it may: the file that imports, and what. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'function/handler.ts': ['./signals.ts', './delivery/secrets.ts'],
  'dashboards/queries.ts': ['../function/signals.ts'],
  'infra/monitoring/alarms.ts': ['../../dashboards/alarms/alarms.ts', '../../function/signals.ts', '../names.ts'],
  'local/console/console.ts': ['../aws/endpoint.ts', '../../function/signals.ts', '../../tools/senders.ts'],
  'local/console/shell.ts': ['./page/dashboards/body.ts'],
  'local/console/page/alarms/badge.tsx': [
    '../dashboards/body.ts',
    '../../contract.ts',
    '../../../../function/signals.ts',
  ],
  'local/start/start.ts': ['../../tools/command-line/flags.ts', '../../tools/stack-file.ts'],
  'tools/build/build.ts': ['../../infra/bundle/bundle.ts', '../../function/signals.ts', '../../local/index.ts'],
  'trials/load/watch.ts': ['../../local/index.ts', '../../tools/senders.ts', '../../infra/bundle/bundle.ts'],
  'examples/consumer/inbox.ts': ['./work.ts', '../../local/index.ts'],
  'test/until.ts': ['../local/index.ts', '../trials/load/load.ts', './local/served.ts'],
  'test/end-to-end/traces.test.ts': ['../../local/index.ts', '../local/running.ts', '../../dashboards/layout.ts'],
  'test/local/running.ts': ['../../local/aws/endpoint.ts', '../until.ts'],
};

/** Imports past a door or against the direction, one a file. */
const forbidden: Readonly<Record<string, string>> = {
  'function/a.ts': '../infra/names.ts',
  'function/init/b.ts': '../../tools/senders.ts',
  'dashboards/a.ts': '../infra/names.ts',
  'dashboards/alarms/b.ts': '../../function/handler.ts',
  'infra/a.ts': '../local/index.ts',
  'infra/settings/b.ts': '../../tools/stack-file.ts',
  'local/a.ts': '../infra/names.ts',
  'local/aws/b.ts': '../../dashboards/layout.ts',
  'local/aws/c.ts': '../../function/handler.ts',
  'local/stack/d.ts': '../../tools/build/build.ts',
  'local/console/page/e.ts': '../../../dashboards/layout.ts',
  'local/console/page/alarms/f.tsx': '../../../../tools/senders.ts',
  'local/console/page/alarms/g.tsx': '../../../../function/handler.ts',
  'tools/a.ts': '../local/aws/endpoint.ts',
  'tools/replay/b.ts': '../../trials/load/load.ts',
  'tools/replay/c.ts': '../../dashboards/layout.ts',
  'trials/load/a.ts': '../../local/aws/endpoint.ts',
  'trials/load/b.ts': '../../test/until.ts',
  'trials/load/c.ts': '../../infra/names.ts',
  'trials/load/d.ts': '../../dashboards/layout.ts',
  'examples/consumer/a.ts': '../../local/aws/endpoint.ts',
  'new/a.ts': '../infra/names.ts',
  'test/a.ts': '../local/aws/endpoint.ts',
  'test/trials/b.ts': '../../local/aws/endpoint.ts',
  'test/trials/load/c.ts': '../../../local/aws/endpoint.ts',
  'test/trials/load/watch/d.ts': '../../../../local/aws/endpoint.ts',
};

/** Each way to write an import of a file behind a door. */
const waysToImport = {
  'trials/ways/value.ts': "import { x } from '../../local/aws/endpoint.ts';\nexport const y = x;\n",
  'trials/ways/type.ts': "import type { X } from '../../local/aws/endpoint.ts';\nexport type Y = X;\n",
  'trials/ways/effect.ts': "import '../../local/aws/endpoint.ts';\n",
  'trials/ways/later.ts': "export const y = await import('../../local/aws/endpoint.ts');\n",
  'trials/ways/re-export.ts': "export { x } from '../../local/aws/endpoint.ts';\n",
  'trials/ways/re-exported-type.ts': "export type { X } from '../../local/aws/endpoint.ts';\n",
};

const circles = {
  'local/circle/value.ts': "import { b } from './back.ts';\nexport const a = () => b;\n",
  'local/circle/back.ts': "import { a } from './value.ts';\nexport const b = () => a;\n",
  'local/types/one.ts': "import type { Two } from './two.ts';\nexport type One = Two | 1;\n",
  'local/types/two.ts': "import type { Three } from './three.ts';\nexport type Two = Three | 2;\n",
  'local/types/three.ts': "import type { One } from './one.ts';\nexport type Three = One | 3;\n",
};

describe('npm run check', () => {
  /** What Biome says of each file of a scratch project. */
  let said: ReadonlyMap<string, readonly string[]>;

  before(() => {
    said = checked({
      ...Object.fromEntries(Object.entries(allowed).map(([file, imported]) => [file, importing(...imported)])),
      ...Object.fromEntries(Object.entries(forbidden).map(([file, imported]) => [file, importing(imported)])),
      ...waysToImport,
      ...circles,
      'local/hidden/type.ts': "export type Y = import('../aws/endpoint.ts').X;\n",
    });
  });

  for (const file of Object.keys(allowed)) {
    it(`lets ${file} import ${allowed[file]?.join(' and ')}`, () => {
      assert.deepEqual(said.get(file) ?? [], []);
    });
  }

  for (const [file, imported] of Object.entries(forbidden)) {
    it(`does not let ${file} import ${imported}`, () => {
      assert.deepEqual(said.get(file), ['lint/style/noRestrictedImports']);
    });
  }

  for (const file of Object.keys(waysToImport)) {
    it(`sees the import in ${file}`, () => {
      assert.deepEqual(said.get(file), ['lint/style/noRestrictedImports']);
    });
  }

  for (const file of Object.keys(circles)) {
    it(`sees the circle that ${file} is part of`, () => {
      assert.deepEqual(said.get(file), ['lint/suspicious/noImportCycles']);
    });
  }

  it('takes no type whose import it would not see', () => {
    assert.deepEqual(said.get('local/hidden/type.ts'), ['plugin']);
  });
});

function importing(...files: readonly string[]): string {
  return files.map((file, n) => `import { name as name${n} } from '${file}';\nexport { name${n} };\n`).join('');
}

function checked(files: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-imports-'));
  try {
    for (const part of ['biome.json', '.gitignore', 'tools/structure']) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    execFileSync('git', ['init', '--quiet', folder]);
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return byFile(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function byFile(report: string): ReadonlyMap<string, readonly string[]> {
  const { diagnostics } = z
    .object({ diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })) })
    .parse(JSON.parse(report));
  const grouped = Map.groupBy(diagnostics, ({ location }) => location.path);
  return new Map([...grouped].map(([path, found]) => [path, [...new Set(found.map(({ category }) => category))]]));
}
