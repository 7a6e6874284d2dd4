import assert from 'node:assert/strict';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { type Reason, statusByReason } from '../../../function/signals.ts';
import { down, entryRefused, secretVersions } from '../harness/aws-server.ts';
import {
  body,
  bodyDeliveryId,
  bodySignature,
  configuration,
  delivery,
  payload,
  receivedAt,
  request,
} from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp } = observedHandler();

  describe('refusal', () => {
    interface Case {
      readonly event: LambdaFunctionURLEvent;
      readonly prepare?: () => void;
      readonly headers?: Readonly<Record<string, string>>;
      readonly record?: Readonly<Record<string, unknown>>;
    }
    const cases: Readonly<Record<Exclude<Reason, 'unexpected'>, Case>> = {
      'too-large': { event: delivery('a'.repeat(configuration.maxDeliveryBytes + 1)) },
      'wrong-method': { event: delivery(body, { method: 'PUT' }), headers: { allow: 'POST' } },
      'unknown-path': { event: delivery(body, { path: '/nowhere' }), record: { source: 'none' } },
      'wrong-content-type': {
        event: delivery(body, { headers: { 'content-type': 'text/plain' } }),
        headers: { 'accept-post': 'application/json' },
      },
      'empty-body': { event: delivery('') },
      'malformed-signature': { event: delivery(body, { headers: { 'momento-signature': bodySignature.slice(1) } }) },
      'wrong-signature': { event: delivery(body, { secret: 'wrong' }) },
      'no-secret': {
        event: delivery(body, { secret: '' }),
        prepare: () => aws.answer('GetSecretValue', secretVersions({ current: '' })),
      },
      'too-deep': { event: delivery(payload({ deep: JSON.parse(`${'['.repeat(62)}${']'.repeat(62)}`) })) },
      'invalid-json': { event: delivery('{') },
      'not-an-object': { event: delivery('[]') },
      'number-too-large': { event: delivery(`${body.slice(0, -1)},"n":9223372036854775808}`) },
      'missing-field': { event: delivery('{"cache":"chat"}'), record: { missingField: 'topic' } },
      stale: { event: delivery(body, { timeEpoch: receivedAt + 60_000 }), record: { ageMs: 60_000 } },
      early: { event: delivery(body, { timeEpoch: receivedAt - 60_000 }), record: { ageMs: -60_000 } },
      'secret-unavailable': {
        event: delivery(body),
        prepare: () => aws.answer('GetSecretValue', down),
        headers: { 'retry-after': '5' },
      },
      'publish-failed': {
        event: delivery(body),
        prepare: () => {
          aws.answer('PutEvents', entryRefused('MalformedDetail'));
          aws.answer('SendMessage', { error: 'AccessDeniedException' });
        },
        headers: { 'retry-after': '5' },
        record: {
          errorCode: 'MalformedDetail',
          parkError: 'AccessDeniedException',
          publishAttempts: 1,
          deliveryId: bodyDeliveryId,
          ageMs: 0,
        },
      },
    };
    const statuses: Readonly<Record<keyof typeof cases, number>> = {
      'too-large': 413,
      'wrong-method': 405,
      'unknown-path': 404,
      'wrong-content-type': 415,
      'empty-body': 400,
      'malformed-signature': 401,
      'wrong-signature': 401,
      'no-secret': 401,
      'too-deep': 400,
      'invalid-json': 400,
      'not-an-object': 400,
      'number-too-large': 400,
      'missing-field': 400,
      stale: 403,
      early: 403,
      'secret-unavailable': 503,
      'publish-failed': 503,
    };

    it('is tried below for every reason but a fault of ours', () => {
      assert.deepEqual(Object.keys(cases).concat('unexpected').sort(), Object.keys(statusByReason).sort());
    });

    for (const [reason, { event, prepare, headers, record }] of Object.entries(cases)) {
      const status = statuses[reason as keyof typeof cases];

      it(`of ${reason} is answered with ${status} and recorded as such`, async () => {
        prepare?.();
        const { deliver, telemetry } = setUp();

        const answer = await deliver(event);

        assert.equal(answer.statusCode, status);
        assert.deepEqual(answer.headers, { 'content-type': 'application/problem+json', ...headers });
        assert.deepEqual(Object.keys(answer.body), ['type', 'title', 'status', 'detail']);
        assert.equal(answer.body.status, status);
        assert.equal(telemetry.records.length, 1);
        assert.partialDeepStrictEqual(telemetry.records[0], {
          outcome: status < 500 ? 'refused' : 'failed',
          reason,
          status,
          source: 'momento',
          ...record,
        });
      });

      if (reason !== 'publish-failed') {
        it(`of ${reason} puts nothing on the bus`, async () => {
          prepare?.();
          const { deliver } = setUp();

          await deliver(event);

          assert.equal(aws.requests('PutEvents').length, 0);
        });
      }
    }
  });

  describe('order of the checks', () => {
    it('looks at the body last of what needs no secret', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(request({ body: '', headers: { 'content-type': 'application/json' } }));

      assert.equal(telemetry.records[0]?.reason, 'empty-body');
    });

    it('looks at the shape of the signature before it asks for a secret', async () => {
      aws.answer('GetSecretValue', down);
      const { deliver, telemetry } = setUp();

      await deliver(request({ body: '[', headers: { 'momento-signature': 'x' } }));

      assert.equal(telemetry.records[0]?.reason, 'malformed-signature');
    });

    for (const sent of ['[', '[]', '{}', payload({ publish_timestamp: 0 })]) {
      it(`looks at the signature before it reads ${sent.slice(0, 12)}`, async () => {
        const { deliver, telemetry } = setUp();

        await deliver(delivery(sent, { secret: 'wrong' }));

        assert.equal(telemetry.records[0]?.reason, 'wrong-signature');
      });
    }

    it('looks at the fields before it looks at freshness', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(payload({ topic: 1, publish_timestamp: 0 })));

      assert.equal(telemetry.records[0]?.reason, 'missing-field');
    });
  });
});
