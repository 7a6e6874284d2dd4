import assert from 'node:assert/strict';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets } from '../../../function/delivery/secrets.ts';
import { ColdStart } from '../../../function/init/cold-start.ts';
import { warmUp } from '../../../function/init/warm-up.ts';
import { assembled } from '../harness/assembled.ts';
import {
  type Answer,
  type AwsServer,
  clientSettings,
  entryAccepted,
  secretVersions,
  startAws,
} from '../harness/aws-server.ts';
import { answered, body, configuration, context, currentSecret, delivery, payload } from '../harness/deliveries.ts';
import { recorder } from '../harness/recorder.ts';
import { steadyClock } from '../harness/steady-clock.ts';

/** As function/assembly.ts has them. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

describe('warm-up', () => {
  let aws: AwsServer;
  let clients: { destroy(): void }[];
  let clock: Disposable;

  beforeEach(async () => {
    clock = steadyClock();
    clients = [];
    aws = await startAws();
    aws.answer('GetSecretValue', secretVersions({ current: currentSecret }));
    aws.answer('PutEvents', entryAccepted);
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await aws.close();
    clock[Symbol.dispose]();
  });

  function setUp(sources = configuration.sources) {
    const telemetry = recorder();
    const coldStart = new ColdStart();
    const settings = { ...clientSettings(aws), requestHandler };
    const secretsManager = new SecretsManagerClient(settings);
    const eventBridge = new EventBridgeClient(settings);
    clients = [secretsManager, eventBridge];
    const secrets = createSecrets(secretsManager, configuration.secretCacheMs, telemetry.secretFetched);
    const parts = { configuration: { ...configuration, sources }, secrets, eventBridge, coldStart };
    const handler = assembled({ ...parts, telemetry });
    return {
      telemetry,
      eventBridge,
      warmUp: async () => {
        await warmUp(parts);
        // The runtime's call for an invocation takes longer than a connection's way back to its pool.
        await sleep(20);
        await turn();
      },
      deliver: async (content = body) => answered(await handler(delivery(content), context)),
      /** Errors by the part that failed, as the account has them once the first delivery was answered. */
      errors: () =>
        Object.fromEntries((telemetry.coldStarts[0]?.parts ?? []).map(({ name, errorCode }) => [name, errorCode])),
    };
  }

  it('asks EventBridge for nothing: no body, no operation, no event', async () => {
    const { warmUp } = setUp();

    await warmUp();

    const { method, headers, body: sent } = aws.requests('connect')[0] ?? {};
    assert.equal(aws.requests('connect').length, 1);
    // The methods that by RFC 9110 change nothing, whatever they are sent to.
    assert.ok(method === 'HEAD' || method === 'GET', method);
    assert.deepEqual({ sent, target: headers?.['x-amz-target'] }, { sent: '', target: undefined });
    assert.ok([undefined, '0'].includes(headers?.['content-length']));
    assert.equal(headers?.['transfer-encoding'], undefined);
    assert.deepEqual(
      aws.requests().filter(({ operation }) => !['connect', 'GetSecretValue'].includes(operation)),
      [],
    );
  });

  it('tells EventBridge nothing of bus or source', async () => {
    const { warmUp } = setUp();

    await warmUp();

    const [head] = aws.requests('connect');
    assert.ok(head);
    assert.ok(!JSON.stringify([head.headers, head.body]).match(/deliveries|momento/));
  });

  it('leaves a connection open over which the first delivery is published', async () => {
    const { warmUp, deliver } = setUp();
    await warmUp();

    await deliver();
    await deliver(payload());

    const [head] = aws.requests('connect');
    const used = aws.requests('PutEvents').map(({ connection }) => connection);
    assert.deepEqual(used, [head?.connection, head?.connection]);
  });

  it('keeps the connection whatever it is answered with, and though the answer does not say its length', async () => {
    const statuses = [200, 400, 403, 404, 500];
    for (const [status, unsized] of statuses.flatMap((status) => [[status, false] as const, [status, true] as const])) {
      aws.answer('connect', { error: 'NotFound', status, unsized });
      const { warmUp, deliver, errors } = setUp();
      await warmUp();

      await deliver();

      assert.equal(
        aws.requests('PutEvents').at(-1)?.connection,
        aws.requests('connect').at(-1)?.connection,
        `${status}${unsized ? ' without a length' : ''}`,
      );
      assert.equal(errors().connect, undefined);
    }
  });

  it('leaves the client as it was: what it publishes next is a POST with its event', async () => {
    const { warmUp, deliver } = setUp();
    await warmUp();

    const { statusCode } = await deliver();

    const [put] = aws.requests('PutEvents');
    assert.equal(statusCode, 200);
    assert.equal(put?.method, 'POST');
    assert.partialDeepStrictEqual(put?.input, { Entries: [{ Source: 'webhook.momento' }] });
  });

  it('fetches secrets and connects at once', async () => {
    const slow: Answer = { json: { SecretString: currentSecret }, afterMs: 300 };
    aws.answer('GetSecretValue', slow);
    aws.answer('connect', { json: {}, afterMs: 300 });
    const { warmUp, deliver, telemetry } = setUp();

    await warmUp();
    await deliver();

    const spans = telemetry.coldStarts[0]?.parts ?? [];
    assert.deepEqual(spans.map(({ name }) => name).sort(), ['connect', 'secret']);
    // Each began before the other ended.
    assert.ok(Math.max(...spans.map(({ startMs }) => startMs)) < Math.min(...spans.map(({ endMs }) => endMs)));
  });

  it('is nothing where there is no source', async () => {
    const { warmUp } = setUp([]);

    await warmUp();

    assert.deepEqual(aws.requests(), []);
  });

  it('says unknown when EventBridge was never asked, and for what was thrown and is no error', async () => {
    const first = setUp();
    first.eventBridge.send = () => Promise.resolve();
    await first.warmUp();
    await first.deliver();
    assert.equal(first.errors().connect, 'unknown');

    const second = setUp();
    second.eventBridge.middlewareStack.add(() => () => Promise.reject('no error'), { step: 'initialize' });
    await second.warmUp();
    await second.deliver();
    assert.equal(second.errors().connect, 'unknown');
  });

  const healthy: Readonly<Record<string, Answer | ReturnType<typeof secretVersions>>> = {
    GetSecretValue: secretVersions({ current: currentSecret }),
    PutEvents: entryAccepted,
  };

  describe('while Secrets Manager', () => {
    const failures: Readonly<Record<string, Answer>> = {
      'answers 500': { error: 'InternalServiceError', status: 500 },
      'answers 400': { error: 'AccessDeniedException' },
      'resets every connection': { reset: true },
      'never answers': { never: true },
    };
    for (const [failure, answer] of Object.entries(failures)) {
      it(`${failure}, ends all the same, says so, and leaves the fetch to the first delivery`, async () => {
        aws.answer('GetSecretValue', answer);
        const { warmUp, deliver, errors, telemetry } = setUp();
        await warmUp();
        aws.answer('GetSecretValue', healthy.GetSecretValue ?? answer);

        const { statusCode } = await deliver();

        assert.equal(statusCode, 200);
        assert.deepEqual(errors(), { secret: 'secret-unavailable', connect: undefined });
        assert.ok(telemetry.fetches[0]?.errorCode);
      });

      if (answer !== failures['never answers']) {
        it(`${failure} to the first delivery too, that is answered with 503 and may be sent again`, async () => {
          aws.answer('GetSecretValue', answer);
          const { warmUp, deliver } = setUp();
          await warmUp();

          const { statusCode, headers } = await deliver();

          assert.equal(statusCode, 503);
          assert.equal(headers['retry-after'], '5');
          assert.deepEqual(aws.requests('PutEvents'), []);
        });
      }
    }
  });

  describe('while EventBridge', () => {
    const failures: Readonly<Record<string, Answer>> = {
      'resets every connection': { reset: true },
      'never answers': { never: true },
    };
    for (const [failure, answer] of Object.entries(failures)) {
      it(`${failure}, ends all the same, says so, and leaves the connection to the first delivery`, async () => {
        aws.answer('connect', answer);
        const { warmUp, deliver, errors } = setUp();
        await warmUp();

        const { statusCode } = await deliver();

        assert.equal(statusCode, 200);
        assert.equal(errors().secret, undefined);
        assert.ok(errors().connect, 'the account names no error');
      });
    }

    it('resets the connections of the first delivery too, that is answered with 503', async () => {
      aws.answer('connect', { reset: true });
      aws.answer('PutEvents', { reset: true });
      const { warmUp, deliver, errors } = setUp();
      await warmUp();

      assert.equal((await deliver()).statusCode, 503);
      assert.ok(errors().connect);
    });

    it('answers 500, has a connection all the same', async () => {
      aws.answer('connect', { error: 'InternalFailure', status: 500 });
      const { warmUp, deliver, errors } = setUp();
      await warmUp();

      assert.equal((await deliver()).statusCode, 200);
      assert.deepEqual(errors(), { secret: undefined, connect: undefined });
    });
  });

  describe('while nothing listens', () => {
    it('ends all the same, names both failures, and the first delivery is published once AWS is back', async () => {
      const { port } = new URL(aws.endpoint);
      await aws.close();
      const { warmUp, deliver, errors } = setUp();
      await warmUp();
      aws = await startAws(Number(port));
      for (const [operation, answer] of Object.entries(healthy)) aws.answer(operation, answer);

      const { statusCode } = await deliver();

      assert.equal(statusCode, 200);
      assert.deepEqual(Object.keys(errors()).sort(), ['connect', 'secret']);
      assert.equal(errors().secret, 'secret-unavailable');
      assert.ok(errors().connect);
    });

    it('ends all the same, and the first delivery is answered with 503', async () => {
      await aws.close();
      const { warmUp, deliver } = setUp();
      await warmUp();

      assert.equal((await deliver()).statusCode, 503);
    });
  });
});
