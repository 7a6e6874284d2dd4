import assert from 'node:assert/strict';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { body, bodySignature, delivery, payload, request } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp, entries } = observedHandler();

  describe('an event that no Function URL sends', () => {
    const whole = delivery(body);
    const events: Readonly<Record<string, unknown>> = {
      'is nothing': undefined,
      'is null': null,
      'is a text': 'text',
      'is empty': {},
      'has no context': { ...whole, requestContext: undefined },
      'has no HTTP context': { ...whole, requestContext: { ...whole.requestContext, http: undefined } },
      'has no time': { ...whole, requestContext: { ...whole.requestContext, timeEpoch: undefined } },
      'has a time that is none': { ...whole, requestContext: { ...whole.requestContext, timeEpoch: 'now' } },
      'has a time beyond all dates': { ...whole, requestContext: { ...whole.requestContext, timeEpoch: 8.65e15 } },
      'has no headers': { ...whole, headers: undefined },
      'has a body that is no text': { ...whole, body: 5 },
      'has a body that is an object': { ...whole, body: { length: 5 } },
      'has a list of signatures': { ...whole, headers: { ...whole.headers, 'momento-signature': [bodySignature] } },
      'has a path that is no text': { ...whole, rawPath: 5 },
    };
    const refused: Readonly<Record<string, number>> = {
      'has a time beyond all dates': 403,
      'has a list of signatures': 401,
      'has a path that is no text': 404,
    };
    for (const [what, event] of Object.entries(events)) {
      it(`and ${what} is answered and recorded, and leaves the environment alive and the bus empty`, async () => {
        const { deliver, telemetry } = setUp();

        // No type has it.
        const answer = await deliver(event as LambdaFunctionURLEvent);

        assert.equal(answer.statusCode, refused[what] ?? 500);
        assert.equal(telemetry.records.length, 1);
        assert.equal(telemetry.records[0]?.status, answer.statusCode);
        assert.equal(aws.requests('PutEvents').length, 0);
        assert.equal((await deliver(whole)).statusCode, 200);
      });
    }
  });

  describe('names that every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

    for (const name of names) {
      it(`do no harm as a path, a header or a key of the payload: ${name}`, async () => {
        const { deliver } = setUp();
        const headers = JSON.parse(`{"${name}":"polluted"}`) as Record<string, string>;
        const text = `{"${name}":{"polluted":true},${payload().slice(1)}`;

        assert.equal((await deliver(delivery(body, { path: `/${name}` }))).statusCode, 404);
        assert.equal((await deliver(request({ headers, body }))).statusCode, 401);
        assert.equal((await deliver(delivery(text, { headers }))).statusCode, 200);

        assert.ok(entries().at(-1)?.Detail?.endsWith(`"data":${text}}`));
        assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
        assert.equal(({} as Record<string, unknown>).polluted, undefined);
      });
    }

    it('are no fields of a payload that has none of its own', async () => {
      const { deliver, telemetry } = setUp();

      await deliver(delivery(`{"__proto__":${payload()}}`));

      assert.equal(telemetry.records[0]?.missingField, 'cache');
    });
  });
});
