import assert from 'node:assert/strict';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets, type SecretFetch } from '../../../function/delivery/secrets.ts';
import { until } from '../../until.ts';
import { type AwsServer, clientSettings, secretVersions, startAws } from '../harness/aws-server.ts';
import { otherSource, receivedAt, source } from '../harness/deliveries.ts';
import { steadyClock } from '../harness/steady-clock.ts';
import { stillClock } from '../harness/still-clock.ts';

const cacheMs = 300_000;
const down = { error: 'InternalServiceError', status: 500 };

describe('secrets', () => {
  let aws: AwsServer;
  let client: SecretsManagerClient;
  let steady: Disposable;

  beforeEach(async () => {
    steady = steadyClock();
    aws = await startAws();
    client = new SecretsManagerClient({ ...clientSettings(aws), maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
    steady[Symbol.dispose]();
  });

  /** Secrets with a clock that stands still until it is moved. */
  function setUp() {
    const clock = { now: receivedAt };
    const fetches: SecretFetch[] = [];
    const secrets = createSecrets(
      client,
      cacheMs,
      (fetch) => fetches.push(fetch),
      () => clock.now,
    );
    return { clock, fetches, secrets };
  }

  function serve(current?: string, previous?: string): void {
    aws.answer(
      'GetSecretValue',
      secretVersions({
        ...(current === undefined ? {} : { current }),
        ...(previous === undefined ? {} : { previous }),
      }),
    );
  }

  describe('active', () => {
    it('are the current and the previous version, in that order', async () => {
      serve('new', 'old');
      const { secrets } = setUp();

      assert.deepEqual(await secrets.active(source), ['new', 'old']);
    });

    it('are asked for by secret and staging label', async () => {
      serve('new', 'old');
      const { secrets } = setUp();

      await secrets.active(source);

      assert.deepEqual(
        aws.requests('GetSecretValue').map(({ input }) => input),
        [
          { SecretId: source.secretId, VersionStage: 'AWSCURRENT' },
          { SecretId: source.secretId, VersionStage: 'AWSPREVIOUS' },
        ],
      );
    });

    it('are the current version alone before the first rotation', async () => {
      serve('first');
      const { secrets } = setUp();

      assert.deepEqual(await secrets.active(source), ['first']);
    });

    it('are none while the secret has no value', async () => {
      serve();
      const { secrets, fetches } = setUp();

      assert.deepEqual(await secrets.active(source), []);
      assert.deepEqual(fetches, [{ source: 'momento', durationMs: 0, isRefresh: false }]);
    });

    it('leave empty versions out', async () => {
      serve('', '');
      const { secrets } = setUp();

      assert.deepEqual(await secrets.active(source), []);
    });

    it('leave binary versions out', async () => {
      aws.answer('GetSecretValue', { json: { SecretBinary: 'AAECAw==' } });
      const { secrets } = setUp();

      assert.deepEqual(await secrets.active(source), []);
    });

    it('are taken as they stand, white space and all', async () => {
      serve(' ключ-鍵-🔑\n');
      const { secrets } = setUp();

      assert.deepEqual(await secrets.active(source), [' ключ-鍵-🔑\n']);
    });

    it('are those of the source', async () => {
      aws.answer('GetSecretValue', ({ SecretId }) => ({ json: { SecretString: `value of ${SecretId}` } }));
      const { secrets } = setUp();

      const [first] = (await secrets.active(source)) ?? [];
      const [second] = (await secrets.active(otherSource)) ?? [];

      assert.equal(first, `value of ${source.secretId}`);
      assert.equal(second, `value of ${otherSource.secretId}`);
    });

    it('are nothing when Secrets Manager is down and nothing is cached', async () => {
      aws.answer('GetSecretValue', down);
      const { secrets } = setUp();

      assert.equal(await secrets.active(source), undefined);
    });

    it('are asked for at the next delivery again when nothing is cached', async () => {
      aws.answer('GetSecretValue', down);
      const { secrets } = setUp();
      await secrets.active(source);
      serve('new');

      assert.deepEqual(await secrets.active(source), ['new']);
    });

    it('are nothing when one of the two versions cannot be had', async () => {
      aws.answer('GetSecretValue', ({ VersionStage }) =>
        VersionStage === 'AWSCURRENT' ? { json: { SecretString: 'new' } } : down,
      );
      const { secrets } = setUp();

      assert.equal(await secrets.active(source), undefined);
    });

    it('are nothing when Secrets Manager does not answer within 1.5 s', async () => {
      aws.answer('GetSecretValue', { never: true });
      const { secrets } = setUp();
      using clock = stillClock();
      const ended: unknown[] = [];

      void secrets.active(source).then((values) => ended.push(values));
      await until(() => aws.requests('GetSecretValue').length === 2);
      await clock.pass(1_499);
      assert.deepEqual(ended, []);
      await clock.pass(1);

      await until(() => ended.length > 0);
      assert.deepEqual(ended, [undefined]);
    });
  });

  describe('cache', () => {
    it('holds until the cache time and not beyond', async () => {
      serve('first');
      const { secrets, clock } = setUp();
      await secrets.active(source);
      serve('second');

      clock.now += cacheMs - 1;
      assert.deepEqual(await secrets.active(source), ['first']);
      clock.now += 1;
      assert.deepEqual(await secrets.active(source), ['second']);
    });

    it('saves the calls to Secrets Manager', async () => {
      serve('first');
      const { secrets } = setUp();

      for (let deliveries = 0; deliveries < 5; deliveries += 1) await secrets.active(source);

      assert.equal(aws.requests('GetSecretValue').length, 2);
    });

    it('holds an absent value as well', async () => {
      serve();
      const { secrets } = setUp();

      await secrets.active(source);
      await secrets.active(source);

      assert.equal(aws.requests('GetSecretValue').length, 2);
    });

    it('outlives its time while Secrets Manager is down', async () => {
      serve('first');
      const { secrets, clock } = setUp();
      await secrets.active(source);
      aws.answer('GetSecretValue', down);

      clock.now += 24 * 3_600_000;

      assert.deepEqual(await secrets.active(source), ['first']);
    });

    it('is renewed at most every 10 s while Secrets Manager is down', async () => {
      serve('first');
      const { secrets, clock, fetches } = setUp();
      await secrets.active(source);
      aws.answer('GetSecretValue', down);
      clock.now += cacheMs;

      await secrets.active(source);
      clock.now += 9_999;
      await secrets.active(source);
      assert.equal(fetches.length, 2);
      clock.now += 1;
      await secrets.active(source);
      assert.equal(fetches.length, 3);
    });

    it('is emptied when the value is taken away', async () => {
      serve('first');
      const { secrets, clock } = setUp();
      await secrets.active(source);
      serve();

      clock.now += cacheMs;

      assert.deepEqual(await secrets.active(source), []);
    });
  });

  describe('refreshed', () => {
    it('are the newest when they differ from the cached ones', async () => {
      serve('first');
      const { secrets } = setUp();
      await secrets.active(source);
      serve('second', 'first');

      assert.deepEqual(await secrets.refreshed(source), ['second', 'first']);
      assert.deepEqual(await secrets.active(source), ['second', 'first']);
    });

    it('are the newest when only their order changed', async () => {
      serve('first', 'second');
      const { secrets } = setUp();
      await secrets.active(source);
      serve('second', 'first');

      assert.deepEqual(await secrets.refreshed(source), ['second', 'first']);
    });

    it('are the newest when nothing was cached', async () => {
      serve('first');
      const { secrets } = setUp();

      assert.deepEqual(await secrets.refreshed(source), ['first']);
    });

    it('are unchanged when they are those in use', async () => {
      serve('first');
      const { secrets } = setUp();
      await secrets.active(source);

      assert.equal(await secrets.refreshed(source), 'unchanged');
    });

    it('are still unchanged for 10 s, for which nobody is asked again', async () => {
      serve('first');
      const { secrets, clock } = setUp();
      await secrets.active(source);
      await secrets.refreshed(source);
      aws.answer('GetSecretValue', down);

      clock.now += 9_999;
      assert.equal(await secrets.refreshed(source), 'unchanged');
      clock.now += 1;
      assert.equal(await secrets.refreshed(source), 'unavailable');
    });

    it('are unavailable when Secrets Manager is down, and the cached ones stay', async () => {
      serve('first');
      const { secrets } = setUp();
      await secrets.active(source);
      aws.answer('GetSecretValue', down);

      assert.equal(await secrets.refreshed(source), 'unavailable');
      assert.deepEqual(await secrets.active(source), ['first']);
    });

    it('are unavailable for the 10 s after a fetch that failed, whoever asked for it', async () => {
      serve('first');
      const { secrets, clock, fetches } = setUp();
      await secrets.active(source);
      aws.answer('GetSecretValue', down);
      clock.now += cacheMs;
      await secrets.active(source);

      clock.now += 9_999;
      assert.equal(await secrets.refreshed(source), 'unavailable');
      assert.equal(fetches.length, 2);
    });

    it('are asked for at once when a fetch succeeded after one that failed', async () => {
      aws.answer('GetSecretValue', down);
      const { secrets } = setUp();
      await secrets.active(source);
      serve('first');
      await secrets.active(source);
      serve('second', 'first');

      assert.deepEqual(await secrets.refreshed(source), ['second', 'first']);
    });

    it('are asked for once in 10 s when that brings no change', async () => {
      serve('first');
      const { secrets, clock } = setUp();
      await secrets.active(source);

      for (let wrongSignatures = 0; wrongSignatures < 100; wrongSignatures += 1) {
        await secrets.refreshed(source);
        clock.now += 99;
      }
      assert.equal(aws.requests('GetSecretValue').length, 4);

      clock.now += 100;
      await secrets.refreshed(source);
      assert.equal(aws.requests('GetSecretValue').length, 6);
    });

    it('are asked for once in 10 s while Secrets Manager is down', async () => {
      serve('first');
      const { secrets, clock, fetches } = setUp();
      await secrets.active(source);
      aws.answer('GetSecretValue', down);

      await secrets.refreshed(source);
      clock.now += 9_999;
      await secrets.refreshed(source);
      assert.equal(fetches.length, 2);
      clock.now += 1;
      await secrets.refreshed(source);
      assert.equal(fetches.length, 3);
    });

    it('are asked for at once again when that brought a change', async () => {
      serve('first');
      const { secrets } = setUp();
      await secrets.active(source);
      serve('second', 'first');
      await secrets.refreshed(source);
      serve('third', 'second');

      assert.deepEqual(await secrets.refreshed(source), ['third', 'second']);
    });

    it('of one source are not held back by those of another', async () => {
      serve('first');
      const { secrets } = setUp();
      await secrets.active(source);
      await secrets.active(otherSource);
      await secrets.refreshed(source);
      serve('second', 'first');

      assert.equal(await secrets.refreshed(source), 'unchanged');
      assert.deepEqual(await secrets.refreshed(otherSource), ['second', 'first']);
    });
  });

  describe('observation', () => {
    it('tells source and duration of a fetch and never a value', async () => {
      const clock = { now: receivedAt };
      const fetches: SecretFetch[] = [];
      aws.answer('GetSecretValue', () => {
        clock.now += 20;
        return { json: { SecretString: 'value' } };
      });

      await createSecrets(
        client,
        cacheMs,
        (fetch) => fetches.push(fetch),
        () => clock.now,
      ).active(source);

      // Two versions, 20 ms each on the test's clock.
      assert.deepEqual(fetches, [{ source: 'momento', durationMs: 40, isRefresh: false }]);
    });

    it('tells how old the current version is, whatever the previous one', async () => {
      const createdAt = { AWSCURRENT: receivedAt / 1000 - 90.5, AWSPREVIOUS: receivedAt / 1000 - 1_000 };
      aws.answer('GetSecretValue', ({ VersionStage }) => ({
        json: { SecretString: 'value', CreatedDate: createdAt[VersionStage as keyof typeof createdAt] },
      }));
      const { secrets, fetches } = setUp();

      await secrets.active(source);

      assert.deepEqual(fetches, [{ source: 'momento', durationMs: 0, isRefresh: false, ageSeconds: 90.5 }]);
    });

    it('tells of no age where there is no current version', async () => {
      aws.answer('GetSecretValue', ({ VersionStage }) =>
        VersionStage === 'AWSCURRENT'
          ? { error: 'ResourceNotFoundException' }
          : { json: { SecretString: 'value', CreatedDate: receivedAt / 1000 } },
      );
      const { secrets, fetches } = setUp();

      await secrets.active(source);

      assert.deepEqual(fetches, [{ source: 'momento', durationMs: 0, isRefresh: false }]);
    });

    it('tells a fetch that a signature asked for from one that the cache time did', async () => {
      serve('first');
      const { secrets, clock, fetches } = setUp();

      await secrets.active(source);
      await secrets.refreshed(source);
      clock.now += cacheMs;
      await secrets.active(source);

      assert.deepEqual(
        fetches.map(({ isRefresh }) => isRefresh),
        [false, true, false],
      );
    });

    it('names the error of a fetch that failed', async () => {
      aws.answer('GetSecretValue', { error: 'AccessDeniedException', message: 'not for you' });
      const { secrets, fetches } = setUp();

      await secrets.active(source);

      assert.deepEqual(fetches, [
        { source: 'momento', durationMs: 0, isRefresh: false, errorCode: 'AccessDeniedException' },
      ]);
    });

    it('says unknown for what was thrown and is no error', async () => {
      const fetches: SecretFetch[] = [];
      client.middlewareStack.add(() => () => Promise.reject('no error'), { step: 'initialize' });

      await createSecrets(
        client,
        cacheMs,
        (fetch) => fetches.push(fetch),
        () => receivedAt,
      ).active(source);

      assert.deepEqual(fetches, [{ source: 'momento', durationMs: 0, isRefresh: false, errorCode: 'unknown' }]);
    });

    it('counts on the clock of the machine when it is given no other', async () => {
      serve('first');
      const secrets = createSecrets(client, 60_000, () => {});

      await secrets.active(source);
      await secrets.active(source);

      assert.equal(aws.requests('GetSecretValue').length, 2);
    });
  });
});
