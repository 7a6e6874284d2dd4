import assert from 'node:assert/strict';
import { join } from 'node:path';
import { outcome, startCommand } from '../commands.ts';
import { checkGroups, filesOf, groups } from './groups.ts';

const command = join(import.meta.dirname, 'run.ts');
const run = (...args: readonly string[]) => outcome(startCommand(command, args));

describe('groups of tests', () => {
  it('have each test file in exactly one', () => {
    checkGroups();
    for (const group of groups) assert.ok(filesOf(group).length > 0, `${group.name} has no files`);
  });

  it('are refused when a file is in none of them', () => {
    const others = groups.filter(({ name }) => name !== 'delivery');

    assert.throws(() => checkGroups(others), /^Error: test\/end-to-end\/delivery\.test\.ts is in no group$/m);
  });

  it('are refused when a file is in two of them', () => {
    const [like] = groups;
    assert.ok(like);
    const again = { ...like, name: 'again', files: ['test/until.ts', 'test/end-to-end/delivery.test.ts'] };

    assert.throws(
      () => checkGroups([...groups, again]),
      /^Error: test\/end-to-end\/delivery\.test\.ts is in more than one group: delivery, again$/m,
    );
  });

  it('are listed, with what they show', async () => {
    const { out, status } = await run('--list');

    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      groups.map(({ name }) => name),
    );
    for (const { what } of groups) assert.ok(out.includes(what));
    assert.equal(status, 0);
  });
});

describe('npm test and npm run test:all', () => {
  it('name the groups when there is none of a name, and exit with 2', async () => {
    assert.deepEqual(await run('--all', 'propriety'), {
      out: '',
      said: `there is no group propriety; the groups are ${groups.map(({ name }) => name).join(', ')}\n`,
      status: 2,
    });
  });

  it('name a file that is not there, and exit with 2', async () => {
    const { out, said, status } = await run('test/function/nothing.test.ts');

    assert.deepEqual([out, status], ['', 2]);
    assert.match(said, /^there is no test\/function\/nothing\.test\.ts; a test file is named by its path, as in .*\n$/);
  });

  it('name an unknown flag, and exit with 2', async () => {
    const said = "Unknown option '--fast'; npm test -- --help lists the flags\n";

    assert.deepEqual(await run('--fast'), { out: '', said, status: 2 });
  });

  it('run one file, and say what it counted', async () => {
    const { out, status } = await run('test/function/replacements/sha256.test.ts');

    assert.match(out, /^ {2}\d+ passing/m);
    assert.equal(status, 0);
  });
});
