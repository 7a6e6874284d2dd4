import assert from 'node:assert/strict';
import { createSecrets, type SecretFetch } from '../../../../function/delivery/secrets.ts';
import { standardWebhooks } from '../../../../function/sources/standard-webhooks.ts';
import { otherSource, receivedAt, source } from '../../harness/deliveries.ts';
import { cacheMs, servedSecrets } from './served-secrets.ts';

describe('secrets', () => {
  const { aws, secretsManager, setUp, serve } = servedSecrets();

  describe('observation', () => {
    it('tells source and duration of a fetch and never a value', async () => {
      const clock = { now: receivedAt };
      const fetches: SecretFetch[] = [];
      aws.answer('GetSecretValue', () => {
        clock.now += 20;
        return { json: { SecretString: 'value' } };
      });

      await createSecrets(
        secretsManager(),
        cacheMs,
        (fetch) => fetches.push(fetch),
        () => clock.now,
      ).active(source);

      // Two versions, 20 ms each on the test's clock.
      assert.partialDeepStrictEqual(fetches, [
        { source: 'momento', scheme: 'momento', durationMs: 40, isRefresh: false },
      ]);
      assert.ok(!JSON.stringify(fetches).includes('value'));
    });

    it('tells how old the current version is, whatever the previous one', async () => {
      const createdAt = { AWSCURRENT: receivedAt / 1000 - 90.5, AWSPREVIOUS: receivedAt / 1000 - 1_000 };
      aws.answer('GetSecretValue', ({ VersionStage }) => ({
        json: { SecretString: 'value', CreatedDate: createdAt[VersionStage as keyof typeof createdAt] },
      }));
      const { secrets, fetches } = setUp();

      await secrets.active(source);

      assert.equal(fetches[0]?.ageSeconds, 90.5);
    });

    it('tells of no age where there is no current version', async () => {
      aws.answer('GetSecretValue', ({ VersionStage }) =>
        VersionStage === 'AWSCURRENT'
          ? { error: 'ResourceNotFoundException' }
          : { json: { SecretString: 'value', CreatedDate: receivedAt / 1000 } },
      );
      const { secrets, fetches } = setUp();

      await secrets.active(source);

      assert.equal(fetches.length, 1);
      assert.equal(fetches[0]?.ageSeconds, undefined);
    });

    it('tells what is wrong with the form of the current version, and nothing of the previous one', async () => {
      const { secrets, fetches } = setUp();

      for (const [current, previous] of [['"value"', 'old'], ['new', '"value"'], []]) {
        serve(current, previous);
        await secrets.refreshed(source);
      }
      aws.answer('GetSecretValue', { json: { SecretBinary: 'AAECAw==' } });
      await secrets.refreshed(source);

      assert.deepEqual(
        fetches.map(({ problem }) => problem),
        ['quotes around it', undefined, undefined, 'binary or empty'],
      );
    });

    it('tells it of the form that the scheme of the source wants', async () => {
      const { secrets, fetches } = setUp();
      serve('whsec_!');

      await secrets.active(source);
      await secrets.active({ ...otherSource, scheme: standardWebhooks });

      assert.deepEqual(
        fetches.map(({ scheme, problem }) => [scheme, problem]),
        [
          ['momento', undefined],
          ['standard-webhooks', 'not base64'],
        ],
      );
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
        { source: 'momento', scheme: 'momento', durationMs: 0, isRefresh: false, errorCode: 'AccessDeniedException' },
      ]);
    });

    it('says unknown for what was thrown and is no error', async () => {
      const fetches: SecretFetch[] = [];
      secretsManager().middlewareStack.add(() => () => Promise.reject('no error'), { step: 'initialize' });

      await createSecrets(
        secretsManager(),
        cacheMs,
        (fetch) => fetches.push(fetch),
        () => receivedAt,
      ).active(source);

      assert.equal(fetches[0]?.errorCode, 'unknown');
    });

    it('counts on the clock of the machine when it is given no other', async () => {
      serve('first');
      const secrets = createSecrets(secretsManager(), 60_000, () => {});

      await secrets.active(source);
      await secrets.active(source);

      assert.equal(aws.requests('GetSecretValue').length, 2);
    });
  });
});
