import assert from 'node:assert/strict';
import {
  body,
  bodyDeliveryId,
  bodySignature,
  configuration,
  delivery,
  payload,
  previousSecret,
  receivedAt,
} from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { setUp, entries } = observedHandler();

  describe('a delivery that is signed and fresh', () => {
    it('is answered with 200 and its id', async () => {
      const { deliver } = setUp();

      const answer = await deliver(delivery(body, { headers: { 'momento-signature': bodySignature } }));

      assert.deepEqual(answer, {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: { id: bodyDeliveryId },
      });
    });

    it('lies on the bus once, as the contract has it', async () => {
      const { deliver } = setUp();

      await deliver(delivery(body, { timeEpoch: receivedAt + 250 }));

      assert.deepEqual(entries(), [
        {
          EventBusName: 'deliveries',
          Source: 'webhook.momento',
          DetailType: 'chat#room-281',
          Time: (receivedAt + 250) / 1000,
          Detail:
            `{"metadata":{"id":"${bodyDeliveryId}","source":"momento","scheme":"momento",` +
            '"eventType":"chat#room-281","receivedAt":"2026-01-01T00:00:00.250Z",' +
            '"sentAt":"2026-01-01T00:00:00.000Z","traceId":"1-69558c00-0123456789abcdef01234567"},' +
            `"data":${body}}`,
        },
      ]);
    });

    it('is the same on the bus when it arrived as base64', async () => {
      await setUp().deliver(delivery(body));
      await setUp().deliver(delivery(Buffer.from(body), { headers: { 'content-type': 'application/octet-stream' } }));

      const [asText, asBase64] = entries();
      assert.deepEqual(asBase64, asText);
    });

    it('has the same id when it is received again, later', async () => {
      const { deliver } = setUp();

      const first = await deliver(delivery(body));
      const second = await deliver(delivery(body, { timeEpoch: receivedAt + 30_000, secret: previousSecret }));

      assert.deepEqual(second.body, first.body);
    });

    it('has another id at another source', async () => {
      const { deliver } = setUp();

      const first = await deliver(delivery(body));
      const second = await deliver(delivery(body, { path: '/orders' }));

      assert.notDeepEqual(second.body, first.body);
      assert.deepEqual(
        entries().map((entry) => entry?.Source),
        ['webhook.momento', 'webhook.orders'],
      );
    });

    it('lies on the bus as it was signed: big numbers, keys twice, white space', async () => {
      const text =
        ' {"cache":"chat", "topic":"room-281",\r\n"publish_timestamp":1767225600000,"n":1234567890123456789,' +
        '"n":1.10,\t"e":1E400,"z":-0,"text":"\\u00e4\\ud83d\\ude00 ä😀\\u0000"}\n';
      const { deliver } = setUp();

      const answer = await deliver(delivery(text));

      assert.equal(answer.statusCode, 200);
      assert.equal(entries()[0]?.Detail?.split('"data":')[1], `${text}}`);
    });

    it('may be as large as the limit and no byte larger', async () => {
      const room = configuration.maxDeliveryBytes - Buffer.byteLength(payload({ text: '' }));
      const { deliver } = setUp();

      const answers = [
        await deliver(delivery(payload({ text: 'a'.repeat(room) }))),
        await deliver(delivery(payload({ text: 'a'.repeat(room + 1) }))),
        await deliver(delivery(Buffer.from(payload({ text: `${'a'.repeat(room - 4)}😀` })))),
        await deliver(delivery(Buffer.from(payload({ text: `${'a'.repeat(room - 3)}😀` })))),
      ];

      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [200, 413, 200, 413],
      );
    });

    it('is recorded with what happened to it', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body, { timeEpoch: receivedAt - 100 }));

      const [record] = telemetry.records;
      const { durationMs = -1, verifyMs = -1, publishMs = -1, ...facts } = record ?? {};
      assert.deepEqual(facts, {
        outcome: 'published',
        status: 200,
        source: 'momento',
        scheme: 'momento',
        deliveryId: bodyDeliveryId,
        bodyBytes: body.length,
        ageMs: -100,
        publishAttempts: 1,
        entryFailures: 0,
      });
      assert.ok(verifyMs > 0 && publishMs > 0 && durationMs >= verifyMs + publishMs);
      assert.equal(telemetry.records.length, 1);
    });

    it('goes through the steps in their order', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body));

      assert.deepEqual(telemetry.steps, ['handler', 'verify', 'publish']);
    });
  });
});
