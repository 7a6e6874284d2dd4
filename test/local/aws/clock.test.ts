import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { Clock } from '../../../local/aws/clock.ts';

const minute = 60_000;

describe('the clock of metrics and alarms', () => {
  let wall: number;
  beforeEach(() => {
    wall = 1_000_000 * minute;
  });
  const begin = (speed?: number) => new Clock(speed, () => wall);

  it('is the clock on the wall when nothing is said', () => {
    using clock = begin();
    wall += 12_345;
    assert.equal(clock.now(), wall);
    assert.equal(clock.fromWallTime(wall - 100), wall - 100);
  });

  it('runs as many times faster as it is told', () => {
    const since = wall;
    using clock = begin(60);
    wall += 2000;
    assert.equal(clock.now(), since + 2 * minute);
  });

  it('goes on from where it is when its speed changes, and never back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 3600 }))),
        (changes) => {
          using clock = begin();
          let last = clock.now();
          for (const [passed, speed] of changes) {
            wall += passed;
            const before = clock.now();
            clock.speed = speed;
            assert.equal(clock.now(), before);
            assert.ok(before >= last);
            last = before;
          }
        },
      ),
    );
  });

  it('leaves what happened the length it had', () => {
    using clock = begin(120);
    wall += minute;
    const began = wall - 10_000;
    assert.equal(clock.now() - clock.fromWallTime(began), 10_000);
  });

  it('stands, for what falls due, at the time that it was due at, however late it is', () => {
    using clock = begin(60);
    const moments: number[] = [];
    const due = wall + 2 * minute;
    clock.every(2 * minute, () => moments.push(clock.scheduledNow));
    wall += 3000;
    clock.catchUp();
    assert.deepEqual([moments, clock.scheduledNow], [[due], clock.now()]);
  });

  it('does what falls due in a burst in its order, each at its own time', () => {
    using clock = begin();
    const done: [string, number][] = [];
    const since = wall;
    clock.every(minute, (at) => done.push(['minute', (at - since) / minute]));
    clock.every(minute / 2, (at) => done.push(['half', (at - since) / minute]));
    wall += 2 * minute;
    clock.catchUp();
    assert.deepEqual(done, [
      ['half', 0.5],
      ['minute', 1],
      ['half', 1],
      ['half', 1.5],
      ['minute', 2],
      ['half', 2],
    ]);
  });

  it('can be moved on at once', () => {
    using clock = begin();
    let minutes = 0;
    clock.every(minute, () => {
      minutes += 1;
    });
    clock.advance(24 * 60 * minute);
    assert.equal(minutes, 24 * 60);
    assert.equal(clock.now(), wall + 24 * 60 * minute);
  });

  it('does nothing more of what was stopped', () => {
    using clock = begin();
    let times = 0;
    const stop = clock.every(minute, () => {
      times += 1;
    });
    clock.advance(minute);
    stop();
    clock.advance(minute);
    assert.equal(times, 1);
  });

  it('stands still when nobody could look at it for longer than it is told', () => {
    using clock = new Clock(60, () => wall, 250);
    const [since, began] = [clock.now(), wall];
    wall += 200;
    assert.equal(clock.now() - since, 200 * 60);
    wall += 10_000;
    assert.equal(clock.now() - since, 450 * 60);
    // What happened is as long ago as ever.
    assert.equal(clock.now() - clock.fromWallTime(began), 10_200);
    wall += 100;
    assert.equal(clock.now() - since, 550 * 60);
  });

  it('does by itself what falls due', async () => {
    using clock = new Clock(600);
    let minutes = 0;
    clock.every(minute, () => {
      minutes += 1;
    });
    while (minutes < 2) await setTimeout(10);
  });

  for (const speed of [0, -1, Number.NaN, 3601]) {
    it(`does not run ${speed} times as fast`, () => {
      assert.throws(() => begin(speed), /between 0 and 3600 times/);
      using clock = begin();
      assert.throws(() => {
        clock.speed = speed;
      }, RangeError);
    });
  }

  it('does not go back', () => {
    using clock = begin();
    assert.throws(() => clock.advance(-1), /goes on by 0 ms or more/);
  });
});
