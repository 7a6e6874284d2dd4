import assert from 'node:assert/strict';
import type { Secrets } from '../../../function/delivery/secrets.ts';
import { body, delivery } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp } = observedHandler();

  describe('a fault of ours', () => {
    const canary = 'canary-7f3a';

    function failing(fault: unknown) {
      return setUp({
        telemetry: {
          traceId: () => {
            throw fault;
          },
        },
      });
    }

    it('is answered with 500 and puts nothing on the bus', async () => {
      const { deliver } = failing(new TypeError(canary));

      const answer = await deliver(delivery(body));

      assert.equal(answer.statusCode, 500);
      assert.deepEqual(Object.keys(answer.body), ['type', 'title', 'status', 'detail']);
      assert.equal(aws.requests('PutEvents').length, 0);
    });

    it('is recorded by name and place, without its message', async () => {
      const { deliver, telemetry } = failing(new TypeError(`first line ${canary}\nsecond line ${canary}`));

      await deliver(delivery(body));

      const { outcome, reason, errorCode, errorStack = [] } = telemetry.records[0] ?? {};
      assert.deepEqual(
        { outcome, reason, errorCode },
        { outcome: 'failed', reason: 'unexpected', errorCode: 'TypeError' },
      );
      assert.ok(errorStack.some((frame) => frame.includes('unexpected-faults.test.ts')));
      assert.ok(!JSON.stringify(telemetry.records).includes(canary));
    });

    it('is recorded without its message even when that looks like a frame', async () => {
      const { deliver, telemetry } = failing(new Error(`quoted:\n    at ${canary}`));

      await deliver(delivery(body));

      assert.ok(!JSON.stringify(telemetry.records).includes(canary));
    });

    it('is told to nobody outside', async () => {
      const { deliver } = failing(new Error(canary));

      const answer = await deliver(delivery(body));

      assert.ok(!JSON.stringify(answer).includes(canary));
      assert.ok(!JSON.stringify(answer).includes('Error('));
    });

    it('may be an error without a stack', async () => {
      const fault = new RangeError(canary);
      delete fault.stack;
      const { deliver, telemetry } = failing(fault);

      await deliver(delivery(body));

      assert.partialDeepStrictEqual(telemetry.records[0], { status: 500, errorCode: 'RangeError', errorStack: [] });
    });

    it('may be something that is no error', async () => {
      const { deliver, telemetry } = failing(canary);

      const answer = await deliver(delivery(body));

      assert.equal(answer.statusCode, 500);
      assert.partialDeepStrictEqual(telemetry.records[0], { errorCode: 'unknown', errorStack: [] });
      assert.ok(!JSON.stringify(telemetry.records).includes(canary));
    });

    it('may lie in the secrets', async () => {
      const secrets: Secrets = {
        active: () => Promise.reject(new Error(canary)),
        refreshed: () => Promise.resolve('unchanged'),
      };
      const { deliver } = setUp({ secrets });

      assert.equal((await deliver(delivery(body))).statusCode, 500);
    });

    it('may lie in the report, and the sender of a published delivery is told no other', async () => {
      const { deliver } = setUp({
        telemetry: {
          report: () => {
            throw new Error(canary);
          },
        },
      });

      const answer = await deliver(delivery(body));

      assert.ok(!JSON.stringify(answer).includes(canary));
      assert.equal(answer.statusCode, 200);
      assert.equal(aws.requests('PutEvents').length, 1);
    });
  });
});
