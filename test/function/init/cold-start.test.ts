import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColdStart, type ColdStartAccount } from '../../../function/init/cold-start.ts';
import { initPhases, phases } from '../../../function/init/phases.ts';

/** A clock that stands still until it is moved. */
function setUp(initializationType?: string) {
  const clock = { now: 0 };
  const coldStart = new ColdStart(
    initializationType,
    () => clock.now,
    () => 0,
  );
  return { clock, coldStart };
}

/** INIT, each of its phases 10 ms, ready 60 ms after the start of the process. */
function initialised(initializationType?: string) {
  const parts = setUp(initializationType);
  for (const name of initPhases) {
    parts.clock.now += 10;
    parts.coldStart.mark(name);
  }
  return parts;
}

function answered(coldStart: ColdStart, publishMs?: number): ColdStartAccount {
  const account = coldStart.answered(publishMs);
  assert.ok(account, 'there was no account');
  return account;
}

describe('cold start', () => {
  describe('phases', () => {
    it('follow one another without a gap, from the start of the process to the first answer', async () => {
      const duration = fc.double({ min: 0, max: 20_000, noNaN: true });

      await fc.assert(
        fc.property(
          fc.tuple(duration, duration, duration, duration, duration, duration),
          duration,
          duration,
          fc.double({ min: 0, max: 1, noNaN: true }),
          (inits, wait, handled, published) => {
            const { clock, coldStart } = setUp();
            initPhases.forEach((name, index) => {
              clock.now += inits[index] ?? 0;
              coldStart.mark(name);
            });
            clock.now += wait;
            coldStart.invoked();
            clock.now += handled;

            const { initSpans, durations, totalMs } = answered(coldStart, handled * published);

            const ends = [0, ...initSpans.map(({ endMs }) => endMs)];
            assert.deepEqual(
              initSpans.map(({ startMs }) => startMs),
              ends.slice(0, -1),
            );
            const sum = phases.reduce((before, phase) => before + durations[phase], 0);
            assert.ok(Math.abs(sum - totalMs) < 1e-6, `${sum} ms of ${totalMs}`);
            assert.equal(totalMs, clock.now);
          },
        ),
      );
    });

    it('are as long as they took', () => {
      const { clock, coldStart } = initialised();
      clock.now += 7;
      coldStart.invoked();
      clock.now += 30;

      const { durations } = answered(coldStart, 20);

      assert.deepEqual(durations, {
        runtime: 10,
        builtins: 10,
        sdk: 10,
        telemetry: 10,
        clients: 10,
        warmup: 10,
        wait: 7,
        handler: 10,
        publish: 20,
      });
    });

    it('keep their order', () => {
      const { coldStart } = initialised();
      coldStart.invoked();

      const { initSpans, durations } = answered(coldStart);

      assert.deepEqual(
        initSpans.map(({ name }) => name),
        initPhases,
      );
      assert.deepEqual(Object.keys(durations), [...phases]);
    });

    it('that never came are 0, as is the publication of a delivery that was refused', () => {
      const { clock, coldStart } = setUp();
      clock.now = 5;
      coldStart.invoked();
      clock.now = 9;

      const { durations, initSpans, totalMs } = answered(coldStart);

      assert.deepEqual(
        { wait: durations.wait, handler: durations.handler, publish: durations.publish, totalMs },
        {
          wait: 5,
          handler: 4,
          publish: 0,
          totalMs: 9,
        },
      );
      assert.deepEqual([durations.runtime, durations.warmup, initSpans], [0, 0, []]);
    });
  });

  describe('parts of the warm-up', () => {
    async function warmedUp() {
      const { clock, coldStart } = initialised();
      const gates = { secret: Promise.withResolvers<string>(), connect: Promise.withResolvers<undefined>() };
      const secret = coldStart.part('secret', () => gates.secret.promise);
      clock.now = 61;
      const connect = coldStart.part('connect', () => gates.connect.promise);
      clock.now = 64;
      gates.connect.resolve(undefined);
      await connect;
      clock.now = 70;
      gates.secret.resolve('AccessDeniedException');
      await secret;
      coldStart.mark('warmup');
      coldStart.invoked();
      return answered(coldStart);
    }

    it('run at once, each with its own times', async () => {
      const { parts } = await warmedUp();

      assert.deepEqual(parts, [
        { name: 'connect', startMs: 61, endMs: 64, errorCode: undefined },
        { name: 'secret', startMs: 60, endMs: 70, errorCode: 'AccessDeniedException' },
      ]);
    });

    it('lie inside it, and count once', async () => {
      const { parts, initSpans, durations, totalMs } = await warmedUp();

      const warmup = initSpans.at(-1);
      assert.deepEqual(warmup, { name: 'warmup', startMs: 60, endMs: 70 });
      assert.ok(parts.every(({ startMs, endMs }) => startMs >= 60 && startMs <= endMs && endMs <= 70));
      assert.equal(durations.warmup, 10);
      assert.equal(totalMs, 70);
    });
  });

  describe('account', () => {
    it('is of the first delivery alone', () => {
      const { coldStart } = initialised();
      coldStart.invoked();

      assert.ok(coldStart.answered(1));
      coldStart.invoked();
      assert.equal(coldStart.answered(1), undefined);
    });

    it('is none before an invocation', () => {
      const { coldStart } = initialised();

      assert.equal(coldStart.answered(1), undefined);
      coldStart.invoked();
      assert.ok(coldStart.answered(1));
    });

    it('waits until the first invocation, whatever comes after', () => {
      const { clock, coldStart } = initialised();
      clock.now = 65;
      coldStart.invoked();
      clock.now = 95;
      coldStart.invoked();

      assert.equal(answered(coldStart).durations.wait, 5);
    });
  });

  describe('source of the init', () => {
    const initAfter = (waitMs: number, initializationType?: string) => {
      const { clock, coldStart } = initialised(initializationType);
      clock.now += waitMs;
      coldStart.invoked();
      return answered(coldStart).init;
    };

    it('is the delivery that waited for it', () => {
      assert.equal(initAfter(5, 'on-demand'), 'on-demand');
    });

    it('is proactive when it was over more than 10 s before it was used', () => {
      assert.equal(initAfter(10_000), 'on-demand');
      assert.equal(initAfter(10_000.001), 'proactive');
    });

    for (const name of ['provisioned-concurrency', 'snap-start', 'lambda-managed-instances']) {
      it(`is ${name} where Lambda says so, however long it waited`, () => {
        assert.equal(initAfter(5, name), name);
        assert.equal(initAfter(60_000, name), name);
      });
    }
  });

  it('counts on the clock of the process when it is given no other', () => {
    const coldStart = new ColdStart();
    const before = performance.now();
    coldStart.mark('runtime');
    coldStart.invoked();

    const { totalMs, initSpans } = answered(coldStart);

    assert.ok(totalMs >= before && totalMs <= performance.now());
    assert.equal(initSpans[0]?.startMs, 0);
  });
});
