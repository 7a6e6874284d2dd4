import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../../tools/command-line/command.ts';
import { jsonFile } from '../../../tools/command-line/output-file.ts';

describe('the file of --json', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-json-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gets what the command found', async () => {
    const file = join(folder, 'found.json');

    jsonFile(file)({ lost: 0 });

    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { lost: 0 });
  });

  it('is refused before anything is found when there is no folder for it', () => {
    const file = join(folder, 'none', 'found.json');

    assert.throws(() => jsonFile(file), /none\/found\.json cannot be written: ENOENT/);
  });

  it('is refused by name when something else has its place', () => {
    const write = jsonFile(folder);

    assert.throws(() => write({}), CommandError);
  });

  it('may be left out', () => {
    assert.doesNotThrow(() => jsonFile(undefined)({ lost: 0 }));
  });
});
