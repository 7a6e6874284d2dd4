import assert from 'node:assert/strict';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createIntake } from '../../../function/publication/intake.ts';
import type { Park } from '../../../function/publication/park.ts';
import { type AwsServer, clientSettings, entryAccepted, entryRefused, startAws } from '../aws-server.ts';

const entry = { EventBusName: 'deliveries', Source: 'webhook.momento', DetailType: 'chat#room-281', Detail: '{}' };

describe('intake', () => {
  let aws: AwsServer;
  let client: EventBridgeClient;

  beforeEach(async () => {
    aws = await startAws();
    client = new EventBridgeClient(clientSettings(aws));
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
  });

  /** Intake with a queue that takes everything, and what was asked of the queue: how much time each had left. */
  function setUp(parkError?: string) {
    const steps: string[] = [];
    const parked: number[] = [];
    const park: Park = async (_, deadline) => {
      parked.push(deadline - performance.now());
      return parkError;
    };
    const takeIn = createIntake(client, park, (step, run) => {
      steps.push(step);
      return run();
    });
    return { steps, parked, takeIn: (ms = 3_500) => takeIn(entry, performance.now() + ms) };
  }

  it('asks nothing of the queue while the bus takes entries', async () => {
    aws.answer('PutEvents', entryAccepted);
    const { takeIn, steps, parked } = setUp();

    const { publishMs, ...intake } = await takeIn();

    assert.deepEqual(intake, { outcome: 'published', status: 200, publishAttempts: 1, entryFailures: 0 });
    assert.ok(publishMs > 0);
    assert.deepEqual(steps, ['publish']);
    assert.deepEqual(parked, []);
  });

  it('parks what the bus refuses', async () => {
    aws.answer('PutEvents', entryRefused('MalformedDetail'));
    const { takeIn, steps } = setUp();

    const { publishMs: _, parkMs: __, ...intake } = await takeIn();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(intake, { ...tried, outcome: 'parked', status: 202 });
    assert.deepEqual(steps, ['publish', 'park']);
  });

  it('fails when neither takes it, and says why of both', async () => {
    aws.answer('PutEvents', entryRefused('MalformedDetail'));
    const { takeIn } = setUp('QueueDoesNotExist');

    const { publishMs: _, parkMs: __, ...intake } = await takeIn();

    const tried = { publishAttempts: 1, entryFailures: 1, errorCode: 'MalformedDetail' };
    assert.deepEqual(intake, { ...tried, outcome: 'failed', parkError: 'QueueDoesNotExist' });
  });

  it('leaves parking three sevenths of the time, less those 150 ms that a last answer may take: 1.35 s of 3.5 s', async () => {
    aws.answer('PutEvents', { never: true });
    const { takeIn, parked } = setUp();

    const { publishMs } = await takeIn(1_400);

    assert.ok(publishMs >= 940 && publishMs < 1_150, `${publishMs} ms`);
    assert.ok(Number(parked[0]) > 250 && Number(parked[0]) <= 460, `${parked[0]} ms`);
  });

  describe('while EventBridge fails', () => {
    it('waits a quarter of a second for it after a failure', async () => {
      aws.answer('PutEvents', { never: true });
      const { takeIn } = setUp();
      await takeIn(700);

      const { publishMs } = await takeIn();

      assert.ok(publishMs >= 240 && publishMs < 600, `${publishMs} ms`);
    });

    it('waits no longer than its share all the same', async () => {
      aws.answer('PutEvents', { never: true });
      const { takeIn } = setUp();
      await takeIn(140);

      // 20 ms and those for an answer, which would be 250 in all.
      const { publishMs } = await takeIn(35);

      assert.ok(publishMs < 240, `${publishMs} ms`);
    });

    it('asks it at every delivery, and waits as before once it has taken one', async () => {
      aws.answer('PutEvents', { never: true }, entryAccepted, { ...entryAccepted, afterMs: 500 });
      const { takeIn } = setUp();
      await takeIn(140);

      const intakes = [await takeIn(), await takeIn()];

      assert.deepEqual(
        intakes.map(({ outcome }) => outcome),
        ['published', 'published'],
      );
    });

    it('gives it its full share again after 10 s, so that a new connection may take longer', async () => {
      const now = performance.now;
      aws.answer('PutEvents', { never: true }, { never: true }, { ...entryAccepted, afterMs: 500 });
      const { takeIn } = setUp();
      await takeIn(140);
      await takeIn(140);
      try {
        performance.now = () => now.call(performance) + 10_000;

        assert.equal((await takeIn()).outcome, 'published');
      } finally {
        performance.now = now;
      }
    });
  });
});
