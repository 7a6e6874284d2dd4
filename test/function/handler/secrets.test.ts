import assert from 'node:assert/strict';
import { down, secretVersions } from '../harness/aws-server.ts';
import { body, currentSecret, delivery, payload, request } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp } = observedHandler();

  describe('rotation', () => {
    it('is noticed by the first delivery that the new secret signed', async () => {
      const { deliver } = setUp();
      await deliver(delivery(body));
      aws.answer('GetSecretValue', secretVersions({ current: 'rotated', previous: currentSecret }));

      const answers = [await deliver(delivery(body, { secret: 'rotated' })), await deliver(delivery(body))];

      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [200, 200],
      );
    });

    it('ends the use of a secret that is two rotations old', async () => {
      aws.answer('GetSecretValue', secretVersions({ current: 'third', previous: 'second' }));
      const { deliver } = setUp();

      assert.equal((await deliver(delivery(body, { secret: 'first' }))).statusCode, 401);
    });
  });

  describe('Secrets Manager', () => {
    it('may be down when the secret is cached', async () => {
      const { deliver, telemetry } = setUp();
      await deliver(delivery(body));
      aws.answer('GetSecretValue', down);

      const answer = await deliver(delivery(payload()));

      assert.equal(answer.statusCode, 200);
      assert.equal(telemetry.records[1]?.outcome, 'published');
    });

    it('that is down makes a signature that fits nothing unverifiable: 503, and not 401, also while it is not asked', async () => {
      const { deliver, telemetry } = setUp();
      await deliver(delivery(body));
      aws.answer('GetSecretValue', down);

      const answers = [
        await deliver(delivery(body, { secret: 'rotated' })),
        await deliver(delivery(body, { secret: 'rotated' })),
      ];

      assert.deepEqual(
        answers.map(({ statusCode, headers }) => [statusCode, headers['retry-after']]),
        [
          [503, '5'],
          [503, '5'],
        ],
      );
      assert.equal(telemetry.records[2]?.reason, 'secret-unavailable');
      assert.equal(telemetry.fetches.length, 2);
    });

    it('is asked at most once in 10 s by a flood of wrong signatures', async () => {
      const { deliver, telemetry } = setUp();

      for (let count = 0; count < 20; count += 1) await deliver(delivery(body, { secret: 'wrong' }));

      // Once because nothing was cached, once because the first signature did not fit.
      assert.equal(telemetry.fetches.length, 2);
    });

    it('is not asked before admission and a well-formed signature', async () => {
      const { deliver } = setUp();

      await deliver(request({ method: 'GET' }));
      await deliver(delivery(body, { headers: { 'momento-signature': 'x' } }));

      assert.equal(aws.requests('GetSecretValue').length, 0);
    });
  });
});
