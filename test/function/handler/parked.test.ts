import assert from 'node:assert/strict';
import { type Answer, entryRefused, messageAccepted } from '../harness/aws-server.ts';
import { body, bodyDeliveryId, configuration, delivery, receivedAt } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp, entries } = observedHandler();

  describe('a delivery that EventBridge does not take', () => {
    const refusals: Readonly<Record<string, readonly [Answer, errorCode: string]>> = {
      'refuses the entry': [entryRefused('MalformedDetail'), 'MalformedDetail'],
      'refuses the call': [{ error: 'AccessDeniedException' }, 'AccessDeniedException'],
      'throttles the entry to the end': [entryRefused('ThrottlingException'), 'ThrottlingException'],
      'does not answer': [{ never: true }, 'AbortError'],
      'cuts the connection': [{ reset: true }, 'TimeoutError'],
    };
    for (const [what, [answer, errorCode]] of Object.entries(refusals)) {
      it(`because it ${what} is parked and answered with 202 and its id`, async () => {
        aws.answer('PutEvents', answer);
        aws.answer('SendMessage', messageAccepted);
        const { deliver, telemetry } = setUp();

        const answered = await deliver(delivery(body));

        assert.equal(answered.statusCode, 202);
        assert.deepEqual(answered.body, { id: bodyDeliveryId });
        assert.equal(aws.requests('SendMessage').length, 1);
        assert.partialDeepStrictEqual(telemetry.records[0], { outcome: 'parked', status: 202, errorCode });
        assert.equal('reason' in (telemetry.records[0] ?? {}), false);
      });
    }

    it('is parked as the entry that it was to be', async () => {
      aws.answer('PutEvents', entryRefused('MalformedDetail'));
      aws.answer('SendMessage', messageAccepted);
      const { deliver } = setUp();

      await deliver(delivery(body, { timeEpoch: receivedAt + 250 }));

      const { QueueUrl, MessageBody } = aws.requests('SendMessage')[0]?.input ?? {};
      assert.equal(QueueUrl, configuration.parkingQueueUrl);
      assert.equal(
        MessageBody,
        '{"source":"webhook.momento","detailType":"chat#room-281","time":"2026-01-01T00:00:00.250Z","detail":' +
          `${entries()[0]?.Detail}}`,
      );
    });

    it('is recorded with what publication and parking took', async () => {
      aws.answer('PutEvents', entryRefused('ThrottlingException'), entryRefused('MalformedDetail'));
      aws.answer('SendMessage', messageAccepted);
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body));

      const [record] = telemetry.records;
      const { durationMs = -1, verifyMs = -1, publishMs = -1, parkMs = -1, ...facts } = record ?? {};
      assert.deepEqual(facts, {
        outcome: 'parked',
        status: 202,
        source: 'momento',
        scheme: 'momento',
        deliveryId: bodyDeliveryId,
        bodyBytes: body.length,
        ageMs: 0,
        publishAttempts: 2,
        entryFailures: 2,
        errorCode: 'MalformedDetail',
      });
      assert.ok(publishMs > 0 && parkMs > 0 && durationMs >= verifyMs + publishMs + parkMs);
      assert.deepEqual(telemetry.steps, ['handler', 'verify', 'publish', 'park']);
    });

    it('puts its parking on the account of the publication that a cold start waited for', async () => {
      aws.answer('PutEvents', entryRefused('MalformedDetail'));
      aws.answer('SendMessage', messageAccepted);
      const { deliver, telemetry } = setUp();

      await deliver(delivery(body));

      const { publishMs = 0, parkMs = 0 } = telemetry.records[0] ?? {};
      assert.equal(telemetry.coldStarts[0]?.durations.publish, publishMs + parkMs);
    });
  });
});
