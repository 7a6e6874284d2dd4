import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drills } from '../../../trials/drills/catalogue/catalogue.ts';
import { normalDay } from '../../../trials/drills/normal-day.ts';
import { interruptAt, outcome, startCommand } from '../../commands.ts';

const command = join(import.meta.dirname, '../../../trials/drills/drills.ts');
const names = [normalDay, ...drills].map(({ name }) => name);

describe('npm run drill', function () {
  this.timeout(300_000);
  it('lets a fault happen, and says which alarm rang, whom it told and when it was quiet again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drills-'));
    const file = join(folder, 'drills.json');

    const { out, said, status } = await outcome(start('--only', 'parked-dead-letter', '--json', file));

    assert.equal(status, 0, out);
    const { drills, changedAlarms } = JSON.parse(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
    const [{ fired, messages, expected, quietAfterMinutes, ...drill }] = drills;
    assert.deepEqual(drill, {
      name: 'parked-dead-letter',
      fault: 'the bus has refused a parked delivery for good',
      passed: true,
      problems: [],
    });
    assert.deepEqual(expected.alarms, [{ alarm: 'parked-dead-letters', withinMinutes: 6 }]);
    assert.equal(fired.length, 1);
    assert(fired[0].alarm === 'parked-dead-letters' && fired[0].afterMinutes <= 6);
    assert.equal(messages.length, 1);
    assert(messages[0].topic === 'ticket' && messages[0].alarm === 'parked-dead-letters');
    assert(quietAfterMinutes > 0 && quietAfterMinutes <= 20);
    const doubled = { alarm: 'parked-dead-letters', change: 'doubled', noticedBy: ['parked-dead-letter'] };
    assert.deepEqual(
      changedAlarms.find(({ alarm, change }: typeof doubled) => alarm === doubled.alarm && change === doubled.change),
      doubled,
    );
    assert.match(out, /^parked-dead-letter +ticket: parked-dead-letters .* as written$/m);
    assert.match(out, /^1 passing .*\n0 failing\n1 of 1 drills went as written$/m);
    assert.match(said, /^ +\d+ s {2}parked-dead-letter: fault$/m);
  });

  it('lists every drill with what goes wrong in it', async () => {
    const { out, status } = await outcome(start('--list'));
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/)[0]),
      [...drills.map(({ name }) => name), normalDay.name],
    );
    assert.equal(status, 0);
  });

  for (const [says, ...args] of [
    [`--only is "bus"; it wants one of ${names.join(', ')}`, '--only', 'bus'],
    [`Unknown option '--once'; npm run drill -- --help lists the flags`, '--once'],
  ]) {
    it(`exits with 2 on ${args.join(' ')}, and says what it wants`, async () => {
      assert.deepEqual(await outcome(start(...args)), { out: '', said: `${says}\n`, status: 2 });
    });
  }

  it('exits with 130 on Ctrl-C', async () => {
    const child = start('--only', 'bus-failing');
    interruptAt('bus-failing: calm', child);
    const { out, status } = await outcome(child);
    assert.deepEqual([out, status], ['', 130]);
  });
});

const start = (...args: readonly string[]) => startCommand(command, args);
