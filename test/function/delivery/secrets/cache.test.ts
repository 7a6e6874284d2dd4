import assert from 'node:assert/strict';
import { down } from '../../harness/aws-server.ts';
import { source } from '../../harness/deliveries.ts';
import { cacheMs, servedSecrets } from './served-secrets.ts';

describe('secrets', () => {
  const { aws, setUp, serve } = servedSecrets();

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
});
