import assert from 'node:assert/strict';
import { refusePlainSecrets } from '../../../infra/settings/secrets.ts';
import { ProgramError } from '../../../local/index.ts';
import { blue, root, run } from '../programs.ts';

describe('signing secrets of the settings', () => {
  it('are refused where they stand in the file as they are, by a line that says how to encrypt them', async () => {
    const plain = { ...blue, secretKeys: [] };

    await assert.rejects(run(root, plain), (error) => {
      assert.ok(error instanceof ProgramError);
      assert.deepEqual(error.message.split('\n'), [
        "webhook-bridge:secrets.momento is not encrypted: wants `pulumi config set --stack blue --secret --path 'webhook-bridge:secrets.momento'`, and another value if this one was ever committed",
        "webhook-bridge:secrets.partner is not encrypted: wants `pulumi config set --stack blue --secret --path 'webhook-bridge:secrets.partner'`, and another value if this one was ever committed",
      ]);
      return true;
    });
  });

  it('are taken where they are encrypted, and where there are none', () => {
    const isSecret = (key: string) => key === 'webhook-bridge:secrets';

    refusePlainSecrets('webhook-bridge', 'dev', { secrets: { momento: 'a value' } }, isSecret);
    refusePlainSecrets('webhook-bridge', 'dev', { secrets: {} }, () => false);
  });
});
