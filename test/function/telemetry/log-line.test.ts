import assert from 'node:assert/strict';
import { context } from '../harness/deliveries.ts';
import { powertoolsKeys } from './powertools-keys.ts';
import {
  complete,
  correlationId,
  handshake,
  parked,
  published,
  refused,
  repeated,
  report,
  variables,
} from './reports.ts';

describe('telemetry', () => {
  before(variables.set);
  after(variables.reset);

  describe('log line', () => {
    it('is one for a delivery', async () => {
      const { logs } = await report(published, refused, complete);

      assert.equal(logs.length, 3);
    });

    it('holds all that is known of the delivery, each thing under its key', async () => {
      const { logs } = await report(complete);

      const { cold_start: _, timestamp: __, ...line } = logs[0] ?? {};
      assert.deepEqual(line, {
        level: 'ERROR',
        message: 'delivery failed',
        service: 'webhook-bridge-test',
        sampling_rate: 0,
        function_arn: context.invokedFunctionArn,
        function_memory_size: '256',
        function_name: context.functionName,
        function_request_id: context.awsRequestId,
        correlation_id: correlationId,
        outcome: 'failed',
        reason: 'publish-failed',
        status: 503,
        source: 'momento',
        scheme: 'momento',
        delivery_id: '410510f472fa7c9d51013b0ae4374371',
        body_bytes: 153,
        age_ms: 250,
        duration_ms: 40,
        verify_ms: 1,
        publish_ms: 30,
        park_ms: 12,
        publish_attempts: 3,
        entry_failures: 1,
        missing_field: 'topic',
        error_code: 'ThrottlingException',
        park_error: 'AbortError',
        error_stack: ['    at put (publish.ts:1:1)'],
      });
    });

    it('is information when published, repeated or a handshake, a warning when parked or refused, an error when failed', async () => {
      const { logs } = await report(published, repeated, handshake, parked, refused, complete);

      assert.deepEqual(
        logs.map(({ level, message }) => [level, message]),
        [
          ['INFO', 'delivery published'],
          ['INFO', 'delivery duplicate'],
          ['INFO', 'delivery handshake'],
          ['WARN', 'delivery parked'],
          ['WARN', 'delivery refused'],
          ['ERROR', 'delivery failed'],
        ],
      );
    });

    it('writes what has no key of its own under its own name', async () => {
      const { logs } = await report(Object.assign({ colour: 'green' }, published));

      assert.equal(logs[0]?.colour, 'green');
    });

    it('has nothing left of the delivery before', async () => {
      const { logs } = await report(complete, published);

      assert.deepEqual(
        Object.keys(logs[1] ?? {}).filter((key) => !powertoolsKeys.includes(key)),
        ['outcome', 'status', 'source', 'duration_ms'],
      );
    });
  });
});
