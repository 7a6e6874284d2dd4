import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { defaultProvider } from '../../../function/replacements/credentials.ts';
import { environment } from '../harness/environment.ts';

describe('credentials, in the place of the chain of providers', () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'ASIATEST', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

  it('gives the credentials of the environment, session token and all', async () => {
    const variables = environment(credentials);
    variables.set();

    const given = await defaultProvider()().finally(variables.reset);

    assert.partialDeepStrictEqual(given, {
      accessKeyId: 'ASIATEST',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    });
  });

  it('gives what the real chain gives on Lambda', async () => {
    const variables = environment(credentials);
    variables.set();
    const chain: typeof defaultProvider = createRequire(import.meta.resolve('@aws-sdk/client-eventbridge'))(
      '@aws-sdk/credential-provider-node',
    ).defaultProvider;

    const [real, ours] = await Promise.all([chain()(), defaultProvider()()]).finally(variables.reset);

    const { accessKeyId, secretAccessKey, sessionToken } = real;
    assert.partialDeepStrictEqual(ours, { accessKeyId, secretAccessKey, sessionToken });
  });
});
