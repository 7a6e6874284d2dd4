import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oversized } from '../../../tools/structure/sizes.ts';

const root = join(import.meta.dirname, '../../..');
const because = 'It is one table.';

/** A folder of that many files of one line. */
function folder(path: string, files: number) {
  return Array.from({ length: files }, (_, n) => [`${path}/file-${n}.ts`, 1] as const);
}

describe('the sizes of files and folders', () => {
  it('takes 200 lines of code and refuses 201', () => {
    assert.deepEqual(oversized(new Map([['infra/bus/bus.ts', 200]]), {}), []);
    assert.deepEqual(oversized(new Map([['infra/bus/bus.ts', 201]]), {}), [
      'infra/bus/bus.ts has 201 lines, more than 200: divide it.',
    ]);
  });

  it('takes 400 lines of tests and refuses 401', () => {
    assert.deepEqual(oversized(new Map([['test/infra/bus.test.ts', 400]]), {}), []);
    assert.deepEqual(oversized(new Map([['test/infra/bus.test.ts', 401]]), {}), [
      'test/infra/bus.test.ts has 401 lines, more than 400: divide it.',
    ]);
  });

  it('takes 12 files in a folder and refuses 13, whatever lies in the folders below', () => {
    assert.deepEqual(oversized(new Map([...folder('local/aws', 12), ...folder('local/aws/sqs', 12)]), {}), []);
    assert.deepEqual(oversized(new Map(folder('local/aws', 13)), {}), [
      'local/aws has 13 files, more than 12: divide it.',
    ]);
  });

  it('takes what an exception gives a reason for, up to its size', () => {
    assert.deepEqual(
      oversized(new Map([['infra/bus/bus.ts', 220]]), { 'infra/bus/bus.ts': { upTo: 220, because } }),
      [],
    );
    assert.deepEqual(oversized(new Map(folder('local/aws', 14)), { 'local/aws': { upTo: 14, because } }), []);
    assert.deepEqual(oversized(new Map([['infra/bus/bus.ts', 221]]), { 'infra/bus/bus.ts': { upTo: 220, because } }), [
      'infra/bus/bus.ts has 221 lines, more than the 220 of its exception.',
    ]);
  });

  it('refuses an exception that is no longer needed', () => {
    assert.deepEqual(oversized(new Map([['infra/bus/bus.ts', 200]]), { 'infra/bus/bus.ts': { upTo: 220, because } }), [
      'infra/bus/bus.ts has 200 lines, no more than 200: take its exception out.',
    ]);
    assert.deepEqual(oversized(new Map(), { 'infra/bus/bus.ts': { upTo: 220, because } }), [
      'infra/bus/bus.ts is gone: take its exception out.',
    ]);
  });
});

describe('node tools/structure/structure.ts', () => {
  it('reads source files, whether committed or not, and leaves out what git ignores and what is no source', () => {
    const project = mkdtempSync(join(tmpdir(), 'webhook-bridge-sizes-'));
    try {
      cpSync(join(root, 'tools/structure'), join(project, 'tools/structure'), { recursive: true });
      writeFileSync(join(project, 'tools/structure/exceptions.ts'), 'export const exceptions = {};\n');
      mkdirSync(join(project, 'local/page'), { recursive: true });
      writeFileSync(join(project, '.gitignore'), 'dist/\n');
      mkdirSync(join(project, 'dist'));
      const long = '\n'.repeat(201);
      for (const file of ['bus.ts', 'page/view.tsx', 'page/page.css', 'main.mjs', 'table.json', 'notes.md']) {
        writeFileSync(join(project, 'local', file), long);
      }
      writeFileSync(join(project, 'dist/index.mjs'), long);
      spawnSync('git', ['init', '--quiet', project]);
      spawnSync('git', ['add', 'local/bus.ts'], { cwd: project });
      const { status, stderr } = spawnSync(process.execPath, ['tools/structure/structure.ts'], {
        cwd: project,
        encoding: 'utf8',
      });
      assert.equal(status, 1);
      assert.deepEqual(
        stderr
          .split('\n')
          .flatMap((line) => line.match(/^\S+/) ?? [])
          .sort(),
        ['local/bus.ts', 'local/main.mjs', 'local/page/page.css', 'local/page/view.tsx'],
      );
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
