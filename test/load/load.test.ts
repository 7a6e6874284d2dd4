import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { arrivals } from '../../load/arrivals.ts';
import { kindOf } from '../../load/mix.ts';

const command = join(import.meta.dirname, '../../load/load.ts');

describe('the load', function () {
  this.timeout(60_000);

  it('ramps from one delivery a second to the rate, and stays there', () => {
    const dues = [...arrivals({ rampSeconds: 60, steadySeconds: 1200, rate: 20 })];
    const inSecond = (second: number) => dues.filter((due) => Math.floor(due / 1000) === second).length;
    assert.deepEqual(
      [0, 60, 61, 1259].map((second) => inSecond(second)),
      [1, 20, 20, 20],
    );
    // A trapezium from 1 to 20 is 630 deliveries.
    const ramp = dues.filter((due) => due < 60_000).length;
    assert(Math.abs(ramp - 630) <= 10, `${ramp} in the ramp`);
  });

  it('mixes exactly the shares that it is asked for into every hundred', () => {
    const kinds = Array.from({ length: 100 }, (_, n) => kindOf(n + 700, { wrong: 5, stale: 3, unsigned: 2 }));
    const counts = Object.fromEntries(Map.groupBy(kinds, (kind) => kind).entries().map(([kind, all]) => [kind, all.length]));
    assert.deepEqual(counts, { signed: 90, wrong: 5, stale: 3, unsigned: 2 });
  });

  it('sums up what it sent, and exits with 0 when all was answered as it should be', async () => {
    const { out, status } = await outcome(start('--rate', '20', '--ramp', '0', '--seconds', '5', '--stale', '10'));
    assert.match(out, /^sent +100 .*\n200 +90 +90\.00 %\n403 +10 +10\.00 %\nas they should +100 +100\.00 %\np50 /);
    assert.equal(status, 0);
  });

  it('exits with 1 when no answer came', async () => {
    const { out, status } = await outcome(
      start('--rate', '5', '--ramp', '0', '--seconds', '1', '--url', 'http://127.0.0.1:9/momento'),
    );
    assert.match(out, /^sent +5 .*\nno answer +5 +100\.00 %\nas they should +0 +0\.00 %/);
    assert.equal(status, 1);
  });

  it('sums up what it sent until Ctrl-C, and exits with 130', async () => {
    const child = start('--rate', '5', '--ramp', '0');
    if (child.stderr) await once(child.stderr, 'data');
    const ended = outcome(child);
    await said(child, 'sent');
    child.kill('SIGINT');
    const { out, status } = await ended;
    assert.match(out, /^sent +\d+ .*\n200 /);
    assert.equal(status, 130);
  });
});
