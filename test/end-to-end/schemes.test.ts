import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stringify } from 'yaml';
import { fetchSecret } from '../../tools/secrets.ts';
import { newSecret, schemes, senderOf } from '../../tools/senders.ts';
import { type Running, startCli, startJson } from './running.ts';

/** Those whose senders sign no time: nothing that they sent is ever stale. */
const timeless: ReadonlySet<string> = new Set([
  ...['github', 'shopify', 'square', 'pagerduty', 'atlassian', 'intercom', 'meta', 'twilio', 'adyen'],
  ...['gitlab-token', 'token', 'basic'],
]);

/** Those that want another answer than 200. */
const statuses: Readonly<Record<string, number>> = { discord: 204, twilio: 204 };

/** Those that check the address before they deliver. */
const asking = ['slack', 'discord', 'meta', 'twitch', 'zoom'];

/** A stack has 15 sources at most. */
const most = 15;
for (let from = 0; from < schemes.length; from += most) {
  const ofStack = schemes.slice(from, from + most);
  describe(`a stack of ${ofStack.join(', ')}`, () => {
    const stack = `every-scheme-${from}-${process.pid}`;
    const file = join(import.meta.dirname, `../../Pulumi.${stack}.yaml`);
    let run: Running;

    before(async () => {
      const sources = ofStack.map((scheme) => ({
        ...{ name: scheme, scheme },
        ...(scheme === 'meta' && { verifyToken: 'a-token-of-our-own' }),
      }));
      writeFileSync(
        file,
        stringify({ config: { 'webhook-bridge:protect': false, 'webhook-bridge:sources': sources } }),
      );
      run = await startJson('--stack', stack);
    });
    after(async () => {
      rmSync(file);
      await run?.stop();
    });

    // First: for 10 s after a wrong signature the function does not ask for newer secrets.
    it('takes what each signs by the secret before a rotation and by the one after it', async () => {
      const client = new SecretsManagerClient(run.aws);
      const answers: unknown[] = [];
      for (const { scheme, url, signedUrl, secretId } of run.sources) {
        const before = await fetchSecret(run.aws, secretId);
        const after = newSecret(scheme);
        await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: after }));
        for (const secret of [before, after, before]) {
          const { headers, body } = senderOf(scheme, signedUrl)(secret, Date.now());
          answers.push([scheme, (await fetch(url, { method: 'POST', headers, body })).status]);
        }
      }
      client.destroy();

      const taken = run.sources.map(({ scheme }) => [scheme, statuses[scheme] ?? 200]);
      assert.deepEqual(
        answers,
        taken.flatMap((one) => [one, one, one]),
      );
    });

    for (const scheme of ofStack) {
      it(`takes from the console what ${scheme} signs, and refuses what is wrong, or stale`, async () => {
        const taken = statuses[scheme] ?? 200;
        const answers = ['signed', 'wrong', 'stale'].map(async (kind) => {
          const answer = await fetch(new URL('deliver', run.console), {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: new URL(run.console).origin },
            body: JSON.stringify({ source: scheme, kind }),
          });
          return JSON.parse(await answer.text()).status;
        });

        assert.deepEqual(await Promise.all(answers), [taken, 401, timeless.has(scheme) ? taken : 403]);
      });
    }

    it('passes --once, source by source, with the handshakes of those that have one', async () => {
      const child = startCli('--once', '--json', '--stack', stack);
      const [out, [status]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'exit')]);

      const steps = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        steps.filter(({ ok }) => !ok),
        [],
      );
      assert.deepEqual([...new Set(steps.map(({ source }) => source))].sort(), [...ofStack].sort());
      const handshakes = steps.filter(({ step }) => step === 'handshake').map(({ source }) => source);
      assert.deepEqual(handshakes.sort(), asking.filter((scheme) => ofStack.includes(scheme)).sort());
      assert.equal(status, 0);
    });
  });
}
