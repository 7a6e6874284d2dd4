import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import ts from 'typescript';
import { emptyProject, projectCopy, removeCopies } from './project-copy.ts';

describe('function bundle', function () {
  this.timeout(60_000);
  const timeZone = process.env.TZ;
  let one: Buffer;
  let other: Buffer;

  before(async () => {
    one = await bundled();
    process.env.TZ = 'Pacific/Kiritimati';
    other = await bundled();
  });
  after(() => {
    if (timeZone === undefined) delete process.env.TZ;
    else process.env.TZ = timeZone;
    removeCopies();
  });

  it('is byte for byte the same from another folder, on a clock of another time zone', () => {
    assert.ok(one.equals(other));
  });

  it('holds index.mjs and nothing else', () => {
    assert.deepEqual(Object.keys(unzipSync(one)), ['index.mjs']);
  });

  it('dates its file at the beginning of 1980, the earliest a zip can say', () => {
    const time = one.readUInt16LE(10);
    const date = one.readUInt16LE(12);

    assert.deepEqual({ time, date }, { time: 0, date: (0 << 9) | (1 << 5) | 1 });
  });

  it('parses as an ES module for Node', () => {
    const file = join(emptyProject(), 'index.mjs');
    writeFileSync(file, code(one));

    const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });

    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  it('exports the handler that the function names, and nothing else', () => {
    const parsed = ts.createSourceFile('index.mjs', code(one), ts.ScriptTarget.Latest);
    const names = parsed.statements
      .filter(ts.isExportDeclaration)
      .flatMap(({ exportClause }) =>
        exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [],
      );

    assert.deepEqual(names, ['handler']);
  });
});

/** The zip that a copy of the project makes in a folder of its own. */
async function bundled(): Promise<Buffer> {
  const { bundle } = await import(pathToFileURL(join(projectCopy(), 'infra/bundle.ts')).href);
  return readFileSync(bundle());
}

function code(zip: Buffer): string {
  return Buffer.from(unzipSync(zip)['index.mjs'] ?? []).toString('utf8');
}
