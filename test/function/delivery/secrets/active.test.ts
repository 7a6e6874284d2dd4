import assert from 'node:assert/strict';
import { until } from '../../../until.ts';
import { down } from '../../harness/aws-server.ts';
import { otherSource, source } from '../../harness/deliveries.ts';
import { stillClock } from '../../harness/still-clock.ts';
import { servedSecrets } from './served-secrets.ts';

describe('secrets', () => {
  const { aws, setUp, serve } = servedSecrets();

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
      assert.equal(fetches.length, 1);
      assert.equal(fetches[0]?.problem, undefined);
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
});
