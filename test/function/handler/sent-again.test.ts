import assert from 'node:assert/strict';
import { entryAccepted, entryRefused, messageAccepted } from '../harness/aws-server.ts';
import { body, bodyDeliveryId, delivery, receivedAt } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp } = observedHandler();

  describe('a delivery that is sent again', () => {
    it('while it is fresh is answered as before, and neither published again nor parked', async () => {
      const { deliver, telemetry } = setUp();
      const first = await deliver(delivery(body));

      const again = await deliver(delivery(body, { timeEpoch: receivedAt + 59_999 }));

      assert.deepEqual(again, first);
      assert.equal(aws.requests('PutEvents').length, 1);
      const { durationMs: _, verifyMs: __, ...facts } = telemetry.records[1] ?? {};
      assert.deepEqual(facts, {
        outcome: 'duplicate',
        status: 200,
        source: 'momento',
        scheme: 'momento',
        deliveryId: bodyDeliveryId,
        bodyBytes: body.length,
        ageMs: 59_999,
      });
    });

    it('may come twice the freshness after it was first received', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body, { timeEpoch: receivedAt - 59_999 }));
      await deliver(delivery(body, { timeEpoch: receivedAt + 59_999 }));

      assert.equal(telemetry.records[1]?.outcome, 'duplicate');
    });

    it('is stale when it comes later, whatever is remembered', async () => {
      const { deliver } = setUp();
      await deliver(delivery(body));

      assert.equal((await deliver(delivery(body, { timeEpoch: receivedAt + 60_000 }))).statusCode, 403);
    });

    it('is answered with 202 again when it was parked', async () => {
      aws.answer('PutEvents', entryRefused('MalformedDetail'), entryAccepted);
      aws.answer('SendMessage', messageAccepted);
      const { deliver, telemetry } = setUp();
      const first = await deliver(delivery(body));

      const again = await deliver(delivery(body));

      assert.equal(again.statusCode, 202);
      assert.deepEqual(again, first);
      assert.equal(telemetry.records[1]?.outcome, 'duplicate');
      assert.equal(aws.requests('PutEvents').length, 1);
      assert.equal(aws.requests('SendMessage').length, 1);
    });

    it('is published when nobody took it before', async () => {
      aws.answer('PutEvents', entryRefused('MalformedDetail'), entryAccepted);
      const { deliver, telemetry } = setUp();
      assert.equal((await deliver(delivery(body))).statusCode, 503);

      assert.equal((await deliver(delivery(body))).statusCode, 200);

      assert.equal(telemetry.records[1]?.outcome, 'published');
    });

    it('must be signed to be answered so', async () => {
      const { deliver } = setUp();
      await deliver(delivery(body));

      assert.equal((await deliver(delivery(body, { secret: 'wrong' }))).statusCode, 401);
    });

    it('is another delivery at another source', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body));
      await deliver(delivery(body, { path: '/orders' }));

      assert.equal(telemetry.records[1]?.outcome, 'published');
    });
  });
});
