import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../infra/settings/settings.ts';
import { readStack } from '../../tools/stack-file.ts';
import { dev, graphOf, root } from '../infra/programs.ts';

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('names the secret and the log group that the dev stack has', async () => {
    const { outputs } = await graphOf(dev);
    assert.deepEqual(named(/--secret-id (\S+)/g), Object.values(outputs.secretIds as Record<string, string>));
    assert.deepEqual(named(/--log-group-name (\S+)/g), [outputs.logGroup]);
  });

  it('has lines for a stack file that work at its end as they are printed', () => {
    const [, lines] = /```yaml\n( {2}webhook-bridge:notifications:\n[^`]*)```/.exec(readme) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
    try {
      cpSync(join(root, 'Pulumi.yaml'), join(folder, 'Pulumi.yaml'));
      writeFileSync(join(folder, 'Pulumi.dev.yaml'), `${readFileSync(join(root, 'Pulumi.dev.yaml'), 'utf8')}${lines}`);
      const { project, stack, values } = readStack(folder, 'dev');
      const { page, ticket } = readSettings(project, stack, values).notifications;

      assert.deepEqual([page[0]?.protocol, ticket[0]?.endpoint], ['https', 'platform@example.com']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lists every setting of Pulumi.yaml', () => {
    const declared = [...readFileSync(join(root, 'Pulumi.yaml'), 'utf8').matchAll(/^ {2}(\w+):\n {4}type:/gm)].map(
      ([, key]) => key,
    );
    assert.deepEqual(
      named(/^\| `(\w+)` \|[^|]*\|.*$/gm).filter((key) => declared.includes(key)),
      declared,
    );
  });

  function named(pattern: RegExp): readonly string[] {
    return [...new Set([...readme.matchAll(pattern)].map(([, name = '']) => name))];
  }
});
