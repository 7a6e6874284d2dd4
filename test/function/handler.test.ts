import assert from 'node:assert/strict';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createSecrets, type Secrets } from '../../function/delivery/secrets.ts';
import { type Reason, statusByReason } from '../../function/signals.ts';
import type { Telemetry } from '../../function/telemetry/telemetry.ts';
import { until } from '../until.ts';
import { assembled } from './assembled.ts';
import {
  type Answer,
  type AwsServer,
  clientSettings,
  entryAccepted,
  entryRefused,
  messageAccepted,
  secretVersions,
  startAws,
} from './aws-server.ts';
import {
  answered,
  body,
  bodyDeliveryId,
  bodySignature,
  configuration,
  context,
  currentSecret,
  delivery,
  payload,
  previousSecret,
  receivedAt,
  request,
  sign,
} from './deliveries.ts';
import { environment } from './environment.ts';
import { lambdaEnvironment } from './lambda-environment.ts';
import { recorder } from './recorder.ts';
import { steadyClock } from './steady-clock.ts';
import { stillClock } from './still-clock.ts';

const down: Answer = { error: 'InternalServiceError', status: 500 };

describe('handler', () => {
  let aws: AwsServer;
  let secretsManager: SecretsManagerClient;
  let eventBridge: EventBridgeClient;
  let lambda: ReturnType<typeof environment>;
  let clock: Disposable;

  beforeEach(async () => {
    clock = steadyClock();
    aws = await startAws();
    aws.answer('GetSecretValue', secretVersions({ current: currentSecret, previous: previousSecret }));
    aws.answer('PutEvents', entryAccepted);
    secretsManager = new SecretsManagerClient({ ...clientSettings(aws), maxAttempts: 1 });
    eventBridge = new EventBridgeClient(clientSettings(aws));
    // The client of the parking queue is made of it.
    lambda = environment(lambdaEnvironment(aws));
    lambda.set();
  });
  afterEach(async () => {
    lambda.reset();
    secretsManager.destroy();
    eventBridge.destroy();
    await aws.close();
    clock[Symbol.dispose]();
  });

  function setUp(overrides: { telemetry?: Partial<Telemetry>; secrets?: Secrets } = {}) {
    const telemetry = recorder(overrides.telemetry);
    const secrets =
      overrides.secrets ?? createSecrets(secretsManager, configuration.secretCacheMs, telemetry.secretFetched);
    const handler = assembled({ secrets, eventBridge, telemetry });
    return { telemetry, deliver: async (event: LambdaFunctionURLEvent) => answered(await handler(event, context)) };
  }

  const entries = () => aws.requests('PutEvents').map(({ input }) => (input.Entries as Record<string, string>[])[0]);

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
      assert.ok(errorStack.some((frame) => frame.includes('handler.test.ts')));
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

  describe('whatever is sent', () => {
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
    const or = <T>(...values: T[]) => fc.constantFrom(...values);

    it('is answered with 4xx problem details when nobody signed it, and leaves the bus empty', async () => {
      const anyRequest = fc.record({
        method: fc.oneof(or('POST'), anyText),
        path: fc.oneof(or('/momento', '/orders'), anyText),
        headers: fc
          .tuple(
            fc.dictionary(anyText, anyText, { maxKeys: 3 }),
            fc.record(
              {
                'content-type': fc.oneof(or('application/json'), anyText),
                'momento-signature': fc.oneof(or(bodySignature, '0'.repeat(64)), anyText),
              },
              { requiredKeys: [] },
            ),
          )
          .map(([others, known]) => ({ ...others, ...known })),
        body: fc.option(anyText, { nil: undefined }),
        isBase64Encoded: fc.boolean(),
        timeEpoch: fc.integer(),
      });
      const { deliver, telemetry } = setUp();

      await fc.assert(
        fc.asyncProperty(anyRequest, async (wanted) => {
          const answer = await deliver(request(wanted));

          assert.ok([400, 401, 404, 405, 413, 415].includes(Number(answer.statusCode)), JSON.stringify(answer));
          assert.equal(answer.headers['content-type'], 'application/problem+json');
          assert.equal(answer.body.status, answer.statusCode);
        }),
        { numRuns: 5_000 },
      );

      assert.equal(telemetry.records.length, 5_000);
      assert.equal(aws.requests('PutEvents').length, 0);
    });

    it('is answered with 2xx or 4xx when it is signed', async () => {
      const anyValue = fc.oneof(fc.jsonValue(), anyText, fc.double());
      const anyContent = fc.oneof(
        anyText,
        fc.uint8Array(),
        fc.json(),
        fc
          .record({
            cache: fc.oneof(anyText, anyValue),
            topic: fc.oneof(anyText, anyValue),
            publish_timestamp: fc.oneof(fc.integer({ min: receivedAt - 61_000, max: receivedAt + 61_000 }), anyValue),
            text: anyValue,
          })
          .map((fields) => JSON.stringify(fields)),
      );
      const { deliver } = setUp();

      await fc.assert(
        fc.asyncProperty(anyContent, async (content) => {
          const { statusCode } = await deliver(delivery(content));

          assert.ok([200, 400, 403, 413].includes(Number(statusCode)), `${statusCode}`);
        }),
        { numRuns: 2_000 },
      );
    });

    it('lies on the bus to the letter when it is signed and fresh', async () => {
      const fresh = fc
        .tuple(
          fc.dictionary(anyText, fc.jsonValue(), { maxKeys: 3 }),
          anyText,
          anyText,
          fc.constantFrom(undefined, 1, '\t'),
        )
        .map(([others, cache, topic, indent]) =>
          JSON.stringify({ ...others, cache, topic, publish_timestamp: receivedAt }, null, indent),
        )
        .filter((text) => Buffer.byteLength(text) <= configuration.maxDeliveryBytes)
        // Integers of more than 64 bits are refused.
        .filter((text) => !/[^.\d]\d{19}/.test(text));
      await fc.assert(
        fc.asyncProperty(fresh, async (text) => {
          const { deliver } = setUp();

          const answer = await deliver(delivery(text));

          const { Detail = '', DetailType = '' } = entries().at(-1) ?? {};
          assert.equal(answer.statusCode, 200);
          assert.ok(Detail.endsWith(`},"data":${text}}`));
          assert.equal(JSON.parse(Detail).metadata.id, answer.body.id);
          assert.ok(DetailType.length > 0 && DetailType.length <= 128 && DetailType.isWellFormed());
        }),
        { numRuns: 500 },
      );
    });

    it('is refused when one bit of it was changed after it was signed', async () => {
      const { deliver } = setUp();

      await fc.assert(
        fc.asyncProperty(fc.nat(body.length - 1), fc.nat(7), async (index, bit) => {
          const changed = Buffer.from(body);
          changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);

          const answer = await deliver(delivery(changed, { headers: { 'momento-signature': sign(body) } }));

          assert.equal(answer.statusCode, 401);
        }),
        { numRuns: 500 },
      );
    });
  });
});
