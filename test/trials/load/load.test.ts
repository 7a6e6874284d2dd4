import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { listenLocally, reservePort } from '../../../local/index.ts';
import { schemes } from '../../../tools/senders.ts';
import { kindOf } from '../../../trials/shared/mix.ts';
import { arrivals } from '../../../trials/shared/workload.ts';
import { outcome, startCommand } from '../../commands.ts';

const command = join(import.meta.dirname, '../../../trials/load/load.ts');

describe('the load', function () {
  this.timeout(300_000);
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
    const counts = (['signed', 'wrong', 'stale', 'unsigned'] as const).map(
      (kind) => kinds.filter((one) => one === kind).length,
    );
    assert.deepEqual(counts, [90, 5, 3, 2]);
  });

  it('sums up what it sent, and exits with 0 when all was answered as it should be', async () => {
    // No more than the stack takes at once, should the machine stall.
    const { out, status } = await outcome(start('--rate', '5', '--ramp', '0', '--seconds', '2', '--stale', '40'));
    assert.match(out, /^sent +10 .*\n200 +5 +50\.00 %\n403 +5 +50\.00 %\nas they should +10 +100\.00 %\np50 /);
    assert.equal(status, 0);
  });

  it('exits with 1 when no answer came', async () => {
    await using nobody = await reservePort(0, 'url');
    const { out, status } = await outcome(
      start('--rate', '5', '--ramp', '0', '--seconds', '1', '--url', `http://127.0.0.1:${nobody.port}/`),
    );
    assert.match(out, /^sent +5 .*\nno answer +5 +100\.00 %\nas they should +0 +0\.00 %/);
    assert.equal(status, 1);
  });

  it('sums up what it sent until Ctrl-C, and exits with 130', async () => {
    let received = 0;
    const source = createServer((_, response) => {
      received += 1;
      response.end();
      if (received === 3) child.kill('SIGINT');
    });
    const child = start(
      '--rate',
      '5',
      '--ramp',
      '0',
      '--url',
      `http://127.0.0.1:${await listenLocally(source, 0, 'url')}/`,
    );
    const { out, status } = await outcome(child);
    source.close();
    // On a busy machine some more are on their way before it hears of it.
    assert.match(out, new RegExp(`^sent +${received} .*\\n200 +${received} +100\\.00 %`));
    assert.equal(status, 130);
  });

  for (const [says, ...args] of [
    ['--rate is "0"; it wants a whole number from 1 to 1000', '--rate', '0'],
    ['--wrong, --stale and --unsigned are 101 % together; they want 100 at most', '--wrong', '100', '--stale', '1'],
    ['--url is "momento"; it wants a URL', '--url', 'momento'],
    [`--scheme is "nope"; it wants one of ${schemes.join(', ')}`, '--scheme', 'nope'],
    [`Unknown option '--rat'; npm run load -- --help lists the flags`, '--rat', '1'],
  ]) {
    it(`exits with 2 on ${args.join(' ')}, and says what it wants`, async () => {
      assert.deepEqual(await outcome(start(...args)), { out: '', said: `${says}\n`, status: 2 });
    });
  }

  it('asks for the secret of a source that it did not start itself', async () => {
    assert.deepEqual(await outcome(startWith({}, '--url', 'http://127.0.0.1:9/')), {
      out: '',
      said: "--url wants the source's secret in WEBHOOK_SECRET\n",
      status: 2,
    });
  });
});

const start = (...args: readonly string[]) => startWith({ WEBHOOK_SECRET: 'any' }, ...args);

function startWith(secret: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const { WEBHOOK_SECRET: _, ...environment } = process.env;
  return startCommand(command, args, { ...environment, ...secret });
}
