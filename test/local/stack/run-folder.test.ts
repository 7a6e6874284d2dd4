import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createRunFolder, RunFolderError } from '../../../local/stack/run-folder.ts';

describe('the folder of a run', () => {
  const set = process.env.TMPDIR;
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'run-folder-'));
    process.env.TMPDIR = parent;
  });
  afterEach(() => {
    if (set === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = set;
    rmSync(parent, { recursive: true, force: true });
  });

  it('lies in TMPDIR, with the process in its name', async () => {
    const folder = await createRunFolder();

    assert.equal(dirname(folder), parent);
    assert.ok(basename(folder).startsWith(`webhook-bridge-run-${process.pid}-`), folder);
  });

  it('takes those of killed runs away, and leaves those of running ones', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const [left, running] = [ended, process.ppid].map((pid) => join(parent, `webhook-bridge-run-${pid}-abc`));
    assert.ok(left !== undefined && running !== undefined);
    for (const folder of [left, running]) mkdirSync(folder);

    await createRunFolder();

    assert.deepEqual([existsSync(left), existsSync(running)], [false, true]);
  });

  it('is refused by a line that names TMPDIR, where that is missing', async () => {
    process.env.TMPDIR = join(parent, 'nowhere');

    await assert.rejects(createRunFolder(), (error) => {
      assert.ok(error instanceof RunFolderError);
      assert.match(
        error.message,
        /^there is no room for temporary files in .+nowhere .+; set TMPDIR to another folder$/,
      );
      return true;
    });
  });
});
