import assert from 'node:assert/strict';
import { createIntake } from '../../../function/publication/intake.ts';
import type { Park } from '../../../function/publication/park.ts';
import { accepted, busThat, never, refused, type Said } from '../bus.ts';
import { type StillClock, stillClock } from '../still-clock.ts';

const entry = { EventBusName: 'deliveries', Source: 'webhook.momento', DetailType: 'chat#room-281', Detail: '{}' };

describe('intake', () => {
  let clock: StillClock;
  beforeEach(() => {
    clock = stillClock();
  });
  afterEach(() => clock[Symbol.dispose]());

  /** Intake with a queue that takes everything, and what was asked of the queue: how much time each had left. */
  function setUp(says: readonly Said[], parkError?: string) {
    const steps: string[] = [];
    const parked: number[] = [];
    const park: Park = async (_, deadline) => {
      parked.push(Math.round(deadline - performance.now()));
      return parkError;
    };
    const takeIn = createIntake(busThat(...says), park, (step, run) => {
      steps.push(step);
      return run();
    });
    return { steps, parked, takeIn: (ms = 3_500) => takeIn(entry, performance.now() + ms) };
  }

  it('asks nothing of the queue while the bus takes entries', async () => {
    const { takeIn, steps, parked } = setUp([{ ...accepted, afterMs: 20 }]);

    const taken = takeIn();
    await clock.pass(20);

    const tried = { publishMs: 20, publishAttempts: 1, entryFailures: 0 };
    assert.deepEqual(await taken, { ...tried, outcome: 'published', status: 200 });
    assert.deepEqual(steps, ['publish']);
    assert.deepEqual(parked, []);
  });

  it('parks what the bus refuses', async () => {
    const { takeIn, steps } = setUp([refused('MalformedDetail')]);

    const { publishMs: _, parkMs: __, ...intake } = await takeIn();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(intake, { ...tried, outcome: 'parked', status: 202 });
    assert.deepEqual(steps, ['publish', 'park']);
  });

  it('fails when neither takes it, and says why of both', async () => {
    const { takeIn } = setUp([refused('MalformedDetail')], 'QueueDoesNotExist');

    const { publishMs: _, parkMs: __, ...intake } = await takeIn();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(intake, { ...tried, outcome: 'failed', parkError: 'QueueDoesNotExist' });
  });

  it('leaves parking three sevenths of the time, less those 150 ms that a last answer may take: 1.35 s of 3.5 s', async () => {
    const { takeIn, parked } = setUp([never]);

    const taken = takeIn();
    await clock.pass(2_149);
    assert.deepEqual(parked, []);
    await clock.pass(1);

    assert.deepEqual(parked, [1_350]);
    assert.equal((await taken).publishMs, 2_150);
  });

  describe('while EventBridge fails', () => {
    it('waits a quarter of a second for it after a failure', async () => {
      const { takeIn, parked } = setUp([never]);
      void takeIn();
      await clock.pass(2_150);

      void takeIn();
      await clock.pass(249);
      assert.equal(parked.length, 1);
      await clock.pass(1);

      assert.equal(parked.length, 2);
    });

    it('waits no longer than its share all the same', async () => {
      const { takeIn, parked } = setUp([never]);
      void takeIn();
      await clock.pass(2_150);

      // 20 ms and those for an answer, which would be 250 in all.
      void takeIn(35);
      await clock.pass(169);
      assert.equal(parked.length, 1);
      await clock.pass(1);

      assert.equal(parked.length, 2);
    });

    it('asks it at every delivery, and waits as before once it has taken one', async () => {
      const { takeIn } = setUp([never, accepted, { ...accepted, afterMs: 1_999 }]);
      void takeIn();
      await clock.pass(2_150);

      assert.equal((await takeIn()).outcome, 'published');
      const taken = takeIn();
      await clock.pass(1_999);

      assert.equal((await taken).outcome, 'published');
    });

    it('gives it its full share again after 10 s, so that a new connection may take longer', async () => {
      const { takeIn } = setUp([never, never, { ...accepted, afterMs: 1_999 }]);
      void takeIn();
      await clock.pass(2_150);
      void takeIn();
      await clock.pass(10_000);

      const taken = takeIn();
      await clock.pass(1_999);

      assert.equal((await taken).outcome, 'published');
    });
  });
});
