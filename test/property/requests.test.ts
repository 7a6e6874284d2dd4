import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { seed } from './seed.ts';
import type { Tally, Task } from './sequences.ts';

/** Each of so many processes sends so many sequences, of 24 requests on average: more than 200,000 in all. */
const processes = 2;
const sequences = 4_250;

describe('any request', function () {
  this.timeout(1_200_000);
  let tallies: readonly Tally[];

  before(async () => {
    const tasks = Array.from({ length: processes }, (_, index) => ({ seed: seed + index, sequences }));
    tallies = await Promise.all(tasks.map(perform));
    for (const { requests, sentOn, byStatus } of tallies) {
      console.log(`    ${requests} requests, ${sentOn} of them sent on; by status ${JSON.stringify(byStatus)}`);
    }
  });

  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);

  it('of 200,000 is answered as the contract has it, and published only if signed, and leaves no trace of what it held', () => {
    for (const { failure } of tallies) assert.ok(failure === undefined, failure);
    assert.ok(sum(({ requests }) => requests) >= 200_000);
  });

  it('is a delivery that is published at least one time in ten', () => {
    assert.ok(sum(({ sentOn }) => sentOn) >= sum(({ requests }) => requests) / 10);
  });

  it('finds each answer that there is', () => {
    for (const status of [200, 202, 400, 401, 403, 404, 405, 413, 415, 500, 503]) {
      assert.ok(sum(({ byStatus }) => byStatus[status] ?? 0) > 0, `nothing was answered with ${status}`);
    }
  });
});

async function perform(task: Task): Promise<Tally> {
  const child = fork(join(import.meta.dirname, 'sequences.ts'), {
    // What it runs is the bundle, whose lines the coverage does not know.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    // In milliseconds; a handler that never gives the processor back can only be ended from here.
    timeout: 1_150_000,
  });
  await once(child, 'message');
  child.send(task);
  const [tally] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  child.kill();
  assert.ok(typeof tally === 'object', `the process ended with ${tally}`);
  return tally as Tally; // What sequences.ts sends.
}
