import assert from 'node:assert/strict';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { toEntry, type VerifiedDelivery } from '../../../function/event.ts';
import type { EventBridge } from '../../../function/publication/event-bridge.ts';
import { type Published, publish } from '../../../function/publication/publish.ts';
import { type AwsServer, clientSettings, entryAccepted, entryRefused, startAws } from '../harness/aws-server.ts';
import { accepted, busThat, never, refused } from '../harness/bus.ts';
import { body, receivedAt, source } from '../harness/deliveries.ts';
import { type StillClock, stillClock } from '../harness/still-clock.ts';

const delivery: VerifiedDelivery = {
  source,
  body: Buffer.from(body),
  text: body,
  eventType: 'chat#room-281',
  receivedAt: receivedAt + 250,
  sentAt: receivedAt,
  traceId: '1-69558c00-0123456789abcdef01234567',
};

describe('publish', () => {
  const entry = toEntry(delivery, 'id-1', 'deliveries');
  let aws: AwsServer;
  let client: EventBridgeClient;

  beforeEach(async () => {
    aws = await startAws();
    // As function/assembly.ts has it.
    client = new EventBridgeClient({ ...clientSettings(aws), maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
  });

  /** With more time than a stalled machine may take. */
  const published = () => publish(client, entry, performance.now() + 30_000);

  it('puts one entry on the bus', async () => {
    aws.answer('PutEvents', entryAccepted);

    assert.deepEqual(await published(), { ok: true, attempts: 1, entryFailures: 0 });
    assert.deepEqual(
      aws.requests('PutEvents').map(({ input }) => input),
      [
        {
          Entries: [
            {
              EventBusName: 'deliveries',
              Source: 'webhook.momento',
              DetailType: 'chat#room-281',
              Detail: entry.Detail,
              Time: (receivedAt + 250) / 1000,
            },
          ],
        },
      ],
    );
  });

  for (const code of ['ThrottlingException', 'InternalFailure']) {
    it(`tries an entry refused with ${code} again`, async () => {
      aws.answer('PutEvents', entryRefused(code), entryRefused(code), entryAccepted);

      assert.deepEqual(await published(), { ok: true, attempts: 3, entryFailures: 2 });
      assert.deepEqual(
        new Set(aws.requests('PutEvents').map(({ input }) => JSON.stringify(input))).size,
        1,
        'each try puts the same entry',
      );
    });
  }

  for (const code of ['MalformedDetail', 'NotAuthorizedForSourceException', 'InvalidArgument']) {
    it(`does not try an entry refused with ${code} again`, async () => {
      aws.answer('PutEvents', entryRefused(code), entryAccepted);

      assert.deepEqual(await published(), { ok: false, attempts: 1, entryFailures: 1, errorCode: code });
      assert.equal(aws.requests('PutEvents').length, 1);
    });
  }

  it('leaves no timer behind, however a call ends', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const $metadata = {};
    const ends = [
      () => Promise.resolve({ $metadata, Entries: [{ EventId: 'event-1' }] }),
      () => Promise.resolve({ $metadata, Entries: [{ ErrorCode: 'InvalidArgument' }] }),
      () => Promise.reject(new Error('from the test')),
    ];
    // Mocha's own, for this test, is set once the test waits.
    await new Promise(setImmediate);
    const before = timers();

    for (const send of ends) await publish({ send }, entry, performance.now() + 60_000);

    assert.equal(timers(), before);
  });

  it('does not try again what AWS refused as a whole', async () => {
    aws.answer('PutEvents', { error: 'ValidationException', message: 'Detail is malformed' });

    assert.deepEqual(await published(), {
      ok: false,
      attempts: 1,
      entryFailures: 0,
      errorCode: 'ValidationException',
    });
    assert.equal(aws.requests('PutEvents').length, 1);
  });

  it('names a request without permission', async () => {
    aws.answer('PutEvents', { error: 'AccessDeniedException' });

    assert.deepEqual(await published(), {
      ok: false,
      attempts: 1,
      entryFailures: 0,
      errorCode: 'AccessDeniedException',
    });
  });

  it('tries again when AWS throttled the request as a whole', async () => {
    aws.answer('PutEvents', { error: 'ThrottlingException' }, { error: 'ThrottlingException' }, entryAccepted);

    // No entry was refused: none was looked at.
    assert.deepEqual(await published(), { ok: true, attempts: 3, entryFailures: 0 });
  });

  it('gets through when a connection is reset, and counts the second try', async () => {
    aws.answer('PutEvents', { reset: true }, entryAccepted);

    assert.deepEqual(await published(), { ok: true, attempts: 2, entryFailures: 0 });
    assert.equal(aws.requests('PutEvents').length, 2);
  });

  it('counts the second try of a request that was throttled', async () => {
    aws.answer('PutEvents', { error: 'ThrottlingException' }, entryAccepted);

    assert.deepEqual(await published(), { ok: true, attempts: 2, entryFailures: 0 });
  });

  it('fails when every connection is reset, and counts every try', async () => {
    aws.answer('PutEvents', { reset: true });

    const { ok, attempts } = await published();

    assert.deepEqual({ ok, attempts }, { ok: false, attempts: 3 });
    assert.equal(aws.requests('PutEvents').length, 3);
  });

  for (const status of [500, 502, 503, 504]) {
    it(`tries again what is answered with ${status}, and thrice at most`, async () => {
      const unavailable = { error: 'ServiceUnavailable', status };
      aws.answer('PutEvents', unavailable, unavailable, entryAccepted);
      assert.deepEqual(await published(), { ok: true, attempts: 3, entryFailures: 0 });

      aws.answer('PutEvents', unavailable);
      const failed = { ok: false, attempts: 3, entryFailures: 0, errorCode: 'ServiceUnavailable' };
      assert.deepEqual(await published(), failed);
    });
  }

  it('tries again what AWS throttles by another name, and thrice at most', async () => {
    const throttled = { error: 'TooManyRequestsException', status: 429 };
    aws.answer('PutEvents', throttled, throttled, entryAccepted);
    assert.deepEqual(await published(), { ok: true, attempts: 3, entryFailures: 0 });

    aws.answer('PutEvents', throttled);
    assert.equal((await published()).attempts, 3);
  });

  it('does not take 200 without an event id for success', async () => {
    for (const json of [{}, { FailedEntryCount: 0, Entries: [] }, { FailedEntryCount: 0, Entries: [{}] }]) {
      aws.answer('PutEvents', { json });

      assert.deepEqual(await published(), {
        ok: false,
        attempts: 1,
        entryFailures: 1,
        errorCode: 'NoEventId',
      });
    }
  });

  it('says unknown for what was thrown and is no error', async () => {
    client.middlewareStack.add(() => () => Promise.reject('no error'), { step: 'initialize' });

    assert.deepEqual(await published(), { ok: false, attempts: 1, entryFailures: 0, errorCode: 'unknown' });
  });

  describe('on a clock that stands still', () => {
    let clock: StillClock;
    beforeEach(() => {
      clock = stillClock();
    });
    afterEach(() => clock[Symbol.dispose]());

    /** What comes of it, once it is there. */
    function begun(bus: EventBridge, ms: number): { readonly ended: Published | undefined } {
      const outcome: { ended: Published | undefined } = { ended: undefined };
      void publish(bus, entry, performance.now() + ms).then((published) => {
        outcome.ended = published;
      });
      return outcome;
    }

    it('waits longer before each further try', async () => {
      const throttled = refused('ThrottlingException');
      const bus = busThat(throttled, throttled, throttled, accepted);

      const outcome = begun(bus, 5_000);
      await clock.pass(400);

      assert.equal(outcome.ended?.ok, true);
      const waits = bus.askedAt.slice(1).map((at, index) => at - (bus.askedAt[index] ?? 0));
      // From half of it on, in whole milliseconds.
      [50, 100, 200].forEach((most, index) => {
        const wait = waits[index] ?? 0;
        assert.ok(wait >= most / 2 && wait <= most, `wait ${index}: ${wait} ms`);
      });
    });

    it('gives up at the deadline', async () => {
      const bus = busThat(refused('InternalFailure'), refused('ThrottlingException'));

      const outcome = begun(bus, 300);
      await clock.pass(300);

      assert.equal(outcome.ended?.ok, false);
      // Waits of at least 25, 50, 100 and 200 ms leave room for four tries.
      const { attempts } = outcome.ended;
      assert.ok(attempts >= 2 && attempts <= 4, `${attempts} attempts`);
      assert.equal(bus.askedAt.length, attempts);
    });

    it('does not wait for a try that could only come after the deadline', async () => {
      // The first wait is 25 ms at least.
      const outcome = begun(busThat(refused('ThrottlingException')), 20);
      await clock.pass(1);

      assert.deepEqual(outcome.ended, {
        ok: false,
        attempts: 1,
        entryFailures: 1,
        errorCode: 'ThrottlingException',
      });
    });

    it('breaks off a slow answer 150 ms after the deadline', async () => {
      const outcome = begun(busThat({ ...accepted, afterMs: 5_000 }), 200);

      await clock.pass(349);
      assert.equal(outcome.ended, undefined);
      await clock.pass(1);

      assert.deepEqual(outcome.ended, { ok: false, attempts: 1, entryFailures: 0, errorCode: 'AbortError' });
    });

    it('waits 150 ms past the deadline for the answer to a try that was begun', async () => {
      const outcome = begun(busThat({ ...accepted, afterMs: 169 }), 20);
      await clock.pass(169);

      assert.deepEqual(outcome.ended, { ok: true, attempts: 1, entryFailures: 0 });
    });

    it('makes no use of a deadline that has passed', async () => {
      const outcome = begun(busThat(never), -1_000);
      await clock.pass(151);

      assert.deepEqual(outcome.ended, { ok: false, attempts: 1, entryFailures: 0, errorCode: 'AbortError' });
    });
  });
});
