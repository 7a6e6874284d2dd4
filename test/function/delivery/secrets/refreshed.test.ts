import assert from 'node:assert/strict';
import { down } from '../../harness/aws-server.ts';
import { otherSource, source } from '../../harness/deliveries.ts';
import { cacheMs, servedSecrets } from './served-secrets.ts';

describe('secrets', () => {
  const { aws, setUp, serve } = servedSecrets();

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
});
