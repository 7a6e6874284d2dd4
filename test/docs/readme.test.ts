import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev, graphOf, root } from '../infra/programs.ts';

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('names the secret and the log group that the dev stack has', async () => {
    const { outputs } = await graphOf(dev);
    assert.deepEqual(named(/--secret-id (\S+)/g), Object.values(outputs.secretIds as Record<string, string>));
    assert.deepEqual(named(/--log-group-name (\S+)/g), [outputs.logGroup]);
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
