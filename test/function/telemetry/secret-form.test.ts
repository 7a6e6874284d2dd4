import assert from 'node:assert/strict';
import { createSecrets } from '../../../function/delivery/secrets.ts';
import { logKeys, metrics } from '../../../function/signals.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { createTelemetry } from '../../../function/telemetry/telemetry.ts';
import { secretVersions } from '../harness/aws-server.ts';
import { body, context, delivery, sign } from '../harness/deliveries.ts';
import { executionEnvironment } from '../harness/execution-environment.ts';
import { captured } from '../harness/output.ts';
import { ownSchemes } from '../sources/own-schemes.ts';

describe('telemetry', () => {
  describe('of a secret that is not what its scheme wants', () => {
    const { aws, secretsManager, handlerWith } = executionEnvironment();
    const canary = 'canary-7f3a';

    /** Wrong in every way that a value can be, for some scheme at least. */
    const values = [
      `"${canary}"`,
      ` ${canary}\n`,
      JSON.stringify({ secret: canary }),
      canary,
      `whsec_${canary}`,
      `whpk_${canary}`,
      `key_${canary}`,
      `public_${Buffer.from(canary).toString('base64')}`,
    ];

    for (const scheme of [...schemes, ...ownSchemes]) {
      it(`says so and never what it is, for ${scheme.name}`, async () => {
        for (const value of values) {
          aws.answer('GetSecretValue', secretVersions({ current: value, previous: value }));

          const [, { logs, emf, text }] = await captured(async () => {
            const secrets = createSecrets(secretsManager(), 1_000, createTelemetry().secretFetched);
            await secrets.active({ name: 'source', scheme, secretId: 'arn:secret' });
          });

          const problem = logs[0]?.[logKeys.problem];
          assert.equal(emf[0]?.[metrics.secretProblems.name], problem === undefined ? 0 : 1);
          if (problem !== undefined) {
            assert.equal(logs[0]?.message, `secret of source is not what ${scheme.name} wants: ${problem}`);
          }
          assert.ok(!text.includes(canary) && !text.includes(Buffer.from(canary).toString('base64')), text);
        }
      });
    }

    it('comes before the refusal that it explains', async () => {
      aws.answer('GetSecretValue', secretVersions({ current: '"current-secret"' }));
      const handler = handlerWith(createTelemetry());

      const [, { logs }] = await captured(() => handler(delivery(body), context));

      const said = logs.map(({ level, message, reason = '' }) => `${level} ${message} ${reason}`.trim());
      const problem = 'ERROR secret of momento is not what momento wants: quotes around it';
      // Fetched for the first time, and again for a signature that fits nothing.
      assert.deepEqual(said.slice(0, 3), [problem, problem, 'WARN delivery refused wrong-signature']);
    });

    it('changes nothing of what is taken: the value is tried as it is', async () => {
      const secret = '"current-secret"';
      aws.answer('GetSecretValue', secretVersions({ current: secret }));
      const handler = handlerWith(createTelemetry());
      const signed = delivery(body, { headers: { 'momento-signature': sign(body, secret) } });

      const [answer] = await captured(() => handler(signed, context));

      assert.partialDeepStrictEqual(answer, { statusCode: 200 });
    });
  });
});
