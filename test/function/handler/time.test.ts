import assert from 'node:assert/strict';
import { until } from '../../until.ts';
import { entryAccepted, entryRefused } from '../harness/aws-server.ts';
import { body, currentSecret, delivery, payload } from '../harness/deliveries.ts';
import { stillClock } from '../harness/still-clock.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp } = observedHandler();

  describe('time', () => {
    it('is that of the Function URL, whatever the clock of the function says', async () => {
      const { deliver } = setUp();
      const longAgo = 1_000_000_000_000;

      const answer = await deliver(delivery(payload({ publish_timestamp: longAgo }), { timeEpoch: longAgo + 59_999 }));

      assert.equal(answer.statusCode, 200);
    });

    it('for an answer is 3.5 s, before a sender that waits 5 s hangs up', async () => {
      const late = Promise.withResolvers<void>();
      aws.answer('GetSecretValue', { json: { SecretString: currentSecret }, when: late.promise });
      aws.answer('PutEvents', { never: true });
      aws.answer('SendMessage', { never: true });
      const { deliver } = setUp();
      using clock = stillClock();
      const statuses: (number | undefined)[] = [];
      const asked = (operation: string, times: number) => until(() => aws.requests(operation).length >= times);

      void deliver(delivery(body)).then(({ statusCode }) => statuses.push(statusCode));
      await asked('GetSecretValue', 2);
      await clock.pass(1_000);
      late.resolve();
      await asked('PutEvents', 1);
      // Four sevenths of what is left, and a last answer's 150 ms.
      await clock.pass(1_579);
      await asked('SendMessage', 1);
      await clock.pass(3_500 - 1_000 - 1_579 - 1);
      assert.deepEqual(statuses, []);
      await clock.pass(1);

      await until(() => statuses.length > 0);
      assert.deepEqual(statuses, [503]);
    });

    it('is used to try again', async () => {
      aws.answer('PutEvents', entryRefused('ThrottlingException'), entryRefused('InternalFailure'), entryAccepted);
      const { deliver, telemetry } = setUp();

      const answer = await deliver(delivery(body));

      assert.equal(answer.statusCode, 200);
      assert.equal(telemetry.records[0]?.publishAttempts, 3);
    });
  });
});
