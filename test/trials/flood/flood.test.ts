import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Round } from '../../../trials/flood/verdict.ts';

const command = join(import.meta.dirname, '../../../trials/flood/flood.ts');

describe('the flood', function () {
  this.timeout(300_000);
  it('lists its attacks', async () => {
    const { out, status } = await flood('--list');

    assert.deepEqual(
      out.split('\n').map((line) => line.split(' ')[0]),
      ['noise', 'replays', 'flood', 'large', 'slow-senders', 'connections', ''],
    );
    assert.equal(status, 0);
  });

  for (const [says, ...args] of [
    ['--only is "rain"; it wants one of noise, replays, flood, large, slow-senders, connections', '--only', 'rain'],
    ['--seconds is "0"; it wants a whole number from 1 to 3600', '--seconds', '0'],
    ['--concurrency is "1000"; it wants a whole number from 1 to 100', '--concurrency', '1000'],
    ["Unknown option '--onyl'; npm run flood -- --help lists the flags", '--onyl', 'flood'],
  ]) {
    it(`exits with 2 on ${args.join(' ')}, and says what it wants`, async () => {
      assert.deepEqual(await flood(...args), { out: '', said: `${says}\n`, status: 2 });
    });
  }

  it('replays what it has overheard, of which the stale never reaches the bus', async function () {
    if (process.platform !== 'linux') return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'flood-'));
    const file = join(folder, 'figures.json');

    // More at once than a machine that stalls for seconds lets gather.
    const some = ['--only', 'replays', '--seconds', '3', '--concurrency', '100'];
    const { out, said, status } = await flood(...some, '--json', file);
    const { rounds }: { readonly rounds: readonly Round[] } = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });

    const [calm, replays] = rounds;
    assert.equal(status, 0, out + said);
    assert.match(out, /^attack +wanted\/s .*\ncalm .*\nreplays +60 /);
    assert.deepEqual([calm?.signed.sent, calm?.signed.accepted, calm?.bus.events], [60, 60, 60]);
    const stale = new Map(replays?.attack?.byStatus).get(403) ?? 0;
    assert(stale > 0, 'no stale one was refused');
    assert.equal(replays?.bus.events, (replays?.signed.accepted ?? 0) + (replays?.bus.copies ?? 0));
    assert.equal(replays?.bus.strangers, 0);
  });
});

async function flood(...args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, said, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, said, status };
}
