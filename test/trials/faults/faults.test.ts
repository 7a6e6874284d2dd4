import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarios } from '../../../trials/faults/scenarios.ts';
import { interruptAt, outcome, startCommand } from '../../commands.ts';

const command = join(import.meta.dirname, '../../../trials/faults/faults.ts');

describe('npm run faults', function () {
  this.timeout(300_000);
  it('loses nothing while EventBridge cannot be reached or cuts its answers, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'faults-'));
    const file = join(folder, 'faults.json');

    const only = ['--only', 'bus-unreachable', '--only', 'bus-cutting'];
    const { out, said, status } = await outcome(start(...only, '--seconds', '2', '--json', file));

    assert.equal(status, 0, out);
    const { runs, faultSeconds } = JSON.parse(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
    assert.equal(faultSeconds, 2);
    const [unreachable, cutting] = runs[0];
    for (const { account, problems } of [unreachable, cutting]) {
      // 20 a second for 12 s, of which a busy machine throttles some.
      assert(account.sent > 100 && account.onBus > 100, `${account.onBus} of ${account.sent} are on the bus`);
      assert.deepEqual([account.lost, problems], [[], []]);
    }
    assert(unreachable.account.byStatus[202] > 0);
    assert(unreachable.account.twice.every(({ isLate }: { readonly isLate: boolean }) => isLate));
    assert(cutting.account.twice.length > 0);
    assert.match(out, /^bus-unreachable .* 0 +holds$/m);
    assert.match(out, /^bus-cutting, twice: whoever gets no answer/m);
    assert.match(out, /^lost 0 of \d+ sent; 0 of 2 scenarios failed$/m);
    assert.match(said, /^ +\d+ s {2}bus-cutting: fault$/m);
  });

  it('lists every scenario with what goes wrong in it', async () => {
    const { out, status } = await outcome(start('--list'));
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
      scenarios.map(({ name, what }) => [name, what]),
    );
    assert.equal(status, 0);
  });

  for (const [says, ...args] of [
    [`--only is "bus"; it wants one of ${scenarios.map(({ name }) => name).join(', ')}`, '--only', 'bus'],
    ['--seconds is "0"; it wants a whole number from 1 to 3600', '--seconds', '0'],
    ['--runs is "x"; it wants a whole number from 1 to 100', '--runs', 'x'],
    [`Unknown option '--once'; npm run faults -- --help lists the flags`, '--once'],
  ]) {
    it(`exits with 2 on ${args.join(' ')}, and says what it wants`, async () => {
      assert.deepEqual(await outcome(start(...args)), { out: '', said: `${says}\n`, status: 2 });
    });
  }

  it('exits with 130 on Ctrl-C', async () => {
    const child = start('--only', 'replaced');
    interruptAt('replaced: calm', child);
    const { out, status } = await outcome(child);
    assert.deepEqual([out, status], ['', 130]);
  });
});

const start = (...args: readonly string[]) => startCommand(command, args);
