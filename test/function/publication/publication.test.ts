import assert from 'node:assert/strict';
import type { Park } from '../../../function/publication/park.ts';
import { createPublishOrPark } from '../../../function/publication/publication.ts';
import { accepted, busThat, never, refused, type Said } from '../harness/bus.ts';
import { type StillClock, stillClock } from '../harness/still-clock.ts';

const entry = { EventBusName: 'deliveries', Source: 'webhook.momento', DetailType: 'chat#room-281', Detail: '{}' };

describe('publication', () => {
  let clock: StillClock;
  beforeEach(() => {
    clock = stillClock();
  });
  afterEach(() => clock[Symbol.dispose]());

  /** Publication with a queue that takes everything, and what was asked of the queue: how much time each had left. */
  function setUp(says: readonly Said[], parkError?: string) {
    const steps: string[] = [];
    const parked: number[] = [];
    const park: Park = async (_, deadline) => {
      parked.push(Math.round(deadline - performance.now()));
      return parkError;
    };
    const publishOrPark = createPublishOrPark(busThat(...says), park, (step, run) => {
      steps.push(step);
      return run();
    });
    return { steps, parked, publishOrPark: (ms = 3_500) => publishOrPark(entry, performance.now() + ms) };
  }

  it('asks nothing of the queue while the bus takes entries', async () => {
    const { publishOrPark, steps, parked } = setUp([{ ...accepted, afterMs: 20 }]);

    const taken = publishOrPark();
    await clock.pass(20);

    const tried = { publishMs: 20, publishAttempts: 1, entryFailures: 0 };
    assert.deepEqual(await taken, { ...tried, outcome: 'published', status: 200 });
    assert.deepEqual(steps, ['publish']);
    assert.deepEqual(parked, []);
  });

  it('parks what the bus refuses', async () => {
    const { publishOrPark, steps } = setUp([refused('MalformedDetail')]);

    const { publishMs: _, parkMs: __, ...publication } = await publishOrPark();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(publication, { ...tried, outcome: 'parked', status: 202 });
    assert.deepEqual(steps, ['publish', 'park']);
  });

  it('fails when neither takes it, and says why of both', async () => {
    const { publishOrPark } = setUp([refused('MalformedDetail')], 'QueueDoesNotExist');

    const { publishMs: _, parkMs: __, ...publication } = await publishOrPark();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(publication, { ...tried, outcome: 'failed', parkError: 'QueueDoesNotExist' });
  });

  it('leaves parking three sevenths of the time, less those 150 ms that a last answer may take: 1.35 s of 3.5 s', async () => {
    const { publishOrPark, parked } = setUp([never]);

    const taken = publishOrPark();
    await clock.pass(2_149);
    assert.deepEqual(parked, []);
    await clock.pass(1);

    assert.deepEqual(parked, [1_350]);
    assert.equal((await taken).publishMs, 2_150);
  });

  describe('while EventBridge fails', () => {
    it('waits a quarter of a second for it after a failure', async () => {
      const { publishOrPark, parked } = setUp([never]);
      void publishOrPark();
      await clock.pass(2_150);

      void publishOrPark();
      await clock.pass(249);
      assert.equal(parked.length, 1);
      await clock.pass(1);

      assert.equal(parked.length, 2);
    });

    it('waits no longer than its share all the same', async () => {
      const { publishOrPark, parked } = setUp([never]);
      void publishOrPark();
      await clock.pass(2_150);

      // 20 ms and those for an answer, which would be 250 in all.
      void publishOrPark(35);
      await clock.pass(169);
      assert.equal(parked.length, 1);
      await clock.pass(1);

      assert.equal(parked.length, 2);
    });

    it('asks it at every delivery, and waits as before once it has taken one', async () => {
      const { publishOrPark } = setUp([never, accepted, { ...accepted, afterMs: 1_999 }]);
      void publishOrPark();
      await clock.pass(2_150);

      assert.equal((await publishOrPark()).outcome, 'published');
      const taken = publishOrPark();
      await clock.pass(1_999);

      assert.equal((await taken).outcome, 'published');
    });

    it('gives it its full share again after 10 s, so that a new connection may take longer', async () => {
      const { publishOrPark } = setUp([never, never, { ...accepted, afterMs: 1_999 }]);
      void publishOrPark();
      await clock.pass(2_150);
      void publishOrPark();
      await clock.pass(10_000);

      const taken = publishOrPark();
      await clock.pass(1_999);

      assert.equal((await taken).outcome, 'published');
    });
  });
});
