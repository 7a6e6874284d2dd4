import assert from 'node:assert/strict';
import { join } from 'node:path';
import { outcome, startCommand } from '../../commands.ts';

const command = join(import.meta.dirname, '../../../tools/deploy-policy/deploy-policy.ts');
const print = (...args: readonly string[]) => outcome(startCommand(command, args));

describe('npm run deploy-policy', function () {
  this.timeout(60_000);

  it('prints a policy, for the stack of that name in that account', async () => {
    const { out, said, status } = await print('--stack', 'prod', '--account', '210987654321');

    assert.deepEqual([status, said], [0, '']);
    const { Statement }: { Statement: readonly { Resource: readonly string[] }[] } = JSON.parse(out);
    const arns = Statement.flatMap(({ Resource }) => Resource);
    assert.ok(arns.includes('arn:aws:lambda:us-east-1:210987654321:function:webhook-bridge_prod'));
    assert.ok(!out.includes('_dev'));
  });

  it('prints what only reads', async () => {
    const { out, status } = await print('--stack', 'prod', '--account', '210987654321', '--read-only');

    assert.equal(status, 0);
    assert.ok(out.includes('lambda:GetFunction') && !out.includes('lambda:CreateFunction'));
  });

  it('refuses a part that is not there, no account and no stack', async () => {
    const refused = await Promise.all([
      print('--stack', 'prod', '--account', '210987654321', '--part', '2'),
      print('--stack', 'prod', '--account', '1'),
      print('--stack', 'prod'),
      print(),
    ]);

    assert.deepEqual(
      refused.map(({ said, status }) => [status, said.trim()]),
      [
        [2, '--part is 2; the policy of prod has 1'],
        [2, '--account is "1"; it wants the twelve digits that aws sts get-caller-identity shows'],
        [2, '--account is missing; it wants the twelve digits that aws sts get-caller-identity shows'],
        [2, '--stack is missing; npm run deploy-policy -- --help lists the flags'],
      ],
    );
  });

  it('explains itself', async () => {
    const { out, status } = await print('--help');

    assert.equal(status, 0);
    assert.match(out, /--read-only/);
  });
});
