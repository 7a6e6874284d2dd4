import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSettings } from '../../infra/settings/settings.ts';
import { readStack } from '../../tools/stack-file.ts';
import { blue, canaries, root } from '../infra/programs.ts';
import { type PulumiProject, pulumiProject } from './cli/pulumi.ts';

const stack = ['--stack', 'blue'];

describe('settings that the real CLI has set', () => {
  let project: PulumiProject;
  before(async () => {
    project = await pulumiProject({ waits: false });
    await project.succeed(['stack', 'init', 'blue']);
    const plain = leaves.filter(({ path }) => !path.startsWith('secrets.'));
    const secret = leaves.filter(({ path }) => path.startsWith('secrets.'));
    await project.succeed([
      ...['config', 'set-all', ...stack, '--path'],
      ...plain.flatMap(({ path, text }) => ['--plaintext', `${path}=${text}`]),
      ...secret.flatMap(({ path, text }) => ['--secret', `${path}=${text}`]),
    ]);
  });
  after(() => project?.[Symbol.asyncDispose]());

  it('are all that Pulumi.yaml declares', () => {
    const declared = Object.keys(parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')).config);

    assert.deepEqual([...new Set(leaves.map(({ path }) => /^\w+/.exec(path)?.[0]))].sort(), declared.sort());
  });

  it('are to the program what they were meant to be, and all that is encrypted is secret to it', async () => {
    await project.succeed(['preview', ...stack]);

    const handed = project.handed.at(-1);
    assert.deepEqual(
      readSettings(blue.project, 'blue', handed?.values ?? {}),
      readSettings(blue.project, 'blue', blue.values),
    );
    assert.deepEqual(handed?.secretKeys, blue.secretKeys);
  });

  it('are read by our own commands as the CLI hands them to the program', () => {
    const { values, secretKeys } = readStack(project.folder, 'blue');

    const { [`${blue.project}:secrets`]: secrets, ...handed } = project.handed.at(-1)?.values ?? {};
    const { [`${blue.project}:secrets`]: withoutThem, ...ours } = values;
    assert.ok(secrets?.includes(canaries[0]) && !withoutThem?.includes(canaries[0]));
    assert.deepEqual(parsed(ours), parsed(handed));
    assert.deepEqual(secretKeys, project.handed.at(-1)?.secretKeys);
  });

  it('are refused with the words of the program, before anything is previewed', async () => {
    await project.succeed(['config', 'set', ...stack, 'memory', '1']);

    const { status, said } = await project.run(['preview', ...stack]);

    await project.succeed(['config', 'set', ...stack, 'memory', '512']);
    assert.notEqual(status, 0);
    assert.match(said, /error: webhook-bridge:memory is 1: wants a whole number from 128 to 10240/);
    assert.doesNotMatch(said, /aws:\w+:\w+ .*create/);
  });

  it('are refused when a secret among them is not encrypted', async () => {
    await project.succeed(['config', 'rm', ...stack, 'secrets']);
    await project.succeed(['config', 'set', ...stack, '--plaintext', '--path', 'secrets.momento', canaries[0]]);

    const { status, said } = await project.run(['preview', ...stack]);

    assert.notEqual(status, 0);
    assert.match(
      said,
      /webhook-bridge:secrets\.momento is not encrypted: wants `pulumi config set --stack blue --secret/,
    );
    assert.ok(!said.includes(canaries[0]));
  });
});

interface Leaf {
  /** As `pulumi config set --path` takes it. */
  readonly path: string;
  readonly text: string;
}

const leaves: readonly Leaf[] = Object.entries(blue.values).flatMap(([key, text]) =>
  leavesOf(key.slice(`${blue.project}:`.length), asValue(text)),
);

function asValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The CLI writes some characters of JSON as \\u003e. */
function parsed(values: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, asValue(text)]));
}

function leavesOf(path: string, value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(`${path}[${index}]`, item));
  if (typeof value !== 'object' || value === null) return [{ path, text: String(value) }];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(/^\w+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`, inner),
  );
}
