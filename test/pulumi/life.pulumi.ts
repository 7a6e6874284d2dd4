import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Properties } from '../../local/index.ts';
import { canaries } from '../infra/programs.ts';
import { projectCopy } from '../infra/project-copy.ts';
import { type PulumiProject, pulumiProject } from './cli/pulumi.ts';
import { documented } from './documented.ts';
import type { Change } from './double/account.ts';
import { unknown } from './double/values.ts';

const stack = ['--stack', 'dev'];
const up = ['up', ...stack, '--yes', '--skip-preview'];
const endpoint = 'https://events.example.com/integration/canary-of-the-pager';

describe('a stack that is not protected, by the real CLI', () => {
  let project: PulumiProject;
  before(async () => {
    project = await pulumiProject({ waits: true });
    await project.succeed(['stack', 'init', 'dev']);
    await project.succeed(['config', 'set', ...stack, '--secret', '--path', 'secrets.momento', canaries[0]]);
    await project.succeed(['config', 'set', ...stack, '--path', 'notifications.page[0].protocol', 'https']);
    await project.succeed([
      'config',
      'set',
      ...stack,
      '--secret',
      '--path',
      'notifications.page[0].endpoint',
      endpoint,
    ]);
  });
  after(() => project?.[Symbol.asyncDispose]());

  it('is previewed before any of it is there, with what only AWS will say left unknown', async () => {
    const { out } = await project.succeed(['preview', ...stack, '--json']);

    const { steps, changeSummary }: Preview = JSON.parse(out);
    assert.deepEqual(Object.keys(changeSummary), ['create']);
    const ingress = steps.find(({ urn }) => urn.endsWith('Function::ingress'));
    assert.equal(ingress?.newState?.inputs?.name, 'webhook-bridge_dev');
    assert.equal(ingress?.newState?.inputs?.role, unknown);
    assert.deepEqual(project.account.changes, []);
  });

  it('is made by the first up, whose only warnings are those of the program', async () => {
    const { said } = await project.succeed(up);

    assert.equal(project.account.all().length, project.account.changes.length);
    assert.deepEqual(
      [...new Set([...said.matchAll(/warning: (.*)/g)].map(([, words]) => words))],
      ['no ticket of an alarm reaches anyone: set webhook-bridge:notifications with ticket or slack'],
    );
  });

  it('has waited for IAM before the pipe was made, by the hook that this CLI ran', () => {
    const { account } = project;
    const pipe = account.only('aws:pipes/pipe:Pipe');
    const policy = account
      .all('aws:iam/rolePolicy:RolePolicy')
      .find(({ inputs }) => String(pipe.inputs.roleArn).endsWith(`/${inputs.role}`));

    assert.equal(pipe.isFailed, false);
    assert.ok(policy !== undefined && pipe.since - policy.since >= 15_000, `${pipe.since} ${policy?.since}`);
  });

  it('keeps no secret in its state, in what is printed or in the stack file', async () => {
    const { said } = await project.succeed(['stack', 'export', ...stack]);
    const { said: outputs } = await project.succeed(['stack', 'output', ...stack, '--json']);
    const file = readFileSync(join(project.folder, 'Pulumi.dev.yaml'), 'utf8');

    assert.ok(said.includes('ciphertext'));
    for (const secret of [canaries[0], endpoint]) {
      for (const text of [said, outputs, file]) assert.ok(!text.includes(secret), secret);
    }
    assert.equal(
      project.account.only('aws:secretsmanager/secretVersion:SecretVersion').inputs.secretString,
      canaries[0],
    );
  });

  it('is as it should be for a second up', async () => {
    const changes = await project.account.during(() => project.succeed([...up, '--expect-no-changes']));

    assert.deepEqual(changes, []);
  });

  it('is so for one from another path, too', async () => {
    const elsewhere = projectCopy();
    const file = readFileSync(join(project.folder, 'Pulumi.dev.yaml'));
    writeFileSync(join(elsewhere, 'Pulumi.dev.yaml'), file);

    const changes = await project.account.during(() => project.succeed([...up, '--expect-no-changes'], elsewhere));

    assert.deepEqual(changes, []);
  });

  it('changes in nothing but what a setting is for', async () => {
    await project.succeed(['config', 'set', ...stack, 'memory', '512']);

    const changes = await project.account.during(() => project.succeed(up));

    assert.deepEqual(names(changes), [
      'update dashboards-cold-start',
      'update dashboards-operations',
      'update ingress',
      'update investigation-cost-by-hour',
      'update investigation-cost-per-million',
    ]);
    assert.equal(project.account.only('aws:lambda/function:Function').inputs.memorySize, 512);
  });

  it('is brought back from what somebody did by hand by the commands of docs/operations.md', async () => {
    const { account } = project;
    account.changeByHand(account.only('aws:lambda/function:Function'), { memorySize: 128, timeout: 3 });
    account.remove(account.only('aws:cloudwatch/metricAlarm:MetricAlarm', 'webhook-bridge_dev_function-errors'));

    const unseen = await account.during(() => project.succeed(up));
    let said = '';
    const changes = await account.during(async () => {
      const pasted = await project.paste(documented('Drift', { prod: 'dev' }));
      assert.equal(pasted.status, 0, pasted.said);
      ({ said } = pasted);
    });

    assert.deepEqual(unseen, []);
    assert.match(said, /memorySize\s*: 512 => 128/);
    assert.deepEqual(names(changes), ['create alarms-function-errors', 'update ingress']);
    assert.equal(account.only('aws:lambda/function:Function').inputs.memorySize, 512);
  });

  it('would be made anew almost whole under another name, its URL with it, without a word of warning', async () => {
    await project.succeed(['stack', 'rename', ...stack, 'other']);
    const { out } = await project.succeed(['preview', '--stack', 'other', '--json']);
    await project.succeed(['stack', 'rename', '--stack', 'other', 'dev']);

    const { steps, diagnostics }: Preview = JSON.parse(out);
    const kept = steps.flatMap(({ op, newState }) => (op === 'replace' || !newState?.custom ? [] : [newState.type]));
    assert.ok(steps.some(({ op, urn }) => op === 'replace' && urn.endsWith('FunctionUrl::ingress')));
    assert.deepEqual([...new Set(kept)].sort(), [
      'aws:cloudwatch/queryDefinition:QueryDefinition',
      'aws:kms/key:Key',
      'pulumi:providers:aws',
    ]);
    assert.ok(diagnostics?.every(({ message }) => message.includes('no ticket of an alarm reaches anyone')));
  });

  it('is destroyed by a second attempt when the bus still saw its rules in the first', async () => {
    const { account } = project;
    account.weather.ruleMemoryMs = 600_000;

    const first = await project.run(['destroy', ...stack, '--yes', '--skip-preview']);
    account.weather.ruleMemoryMs = 0;
    await project.succeed(['destroy', ...stack, '--yes', '--skip-preview']);

    assert.notEqual(first.status, 0);
    assert.match(first.said, /EventBus can't be deleted since it has rules/);
    assert.deepEqual(account.all(), []);
    assert.deepEqual([...account.scheduled], []);
  });
});

/** Of `pulumi preview --json`, what is looked at. */
interface Preview {
  readonly steps: readonly {
    readonly op: string;
    readonly urn: string;
    readonly newState?: { readonly type: string; readonly custom: boolean; readonly inputs?: Properties };
  }[];
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly diagnostics?: readonly { readonly message: string }[];
}

/** What was done to what, by the names in the program. */
function names(changes: readonly Change[]): readonly string[] {
  return changes.map(({ operation, urn }) => `${operation} ${urn.split('::').at(-1)}`).sort();
}
