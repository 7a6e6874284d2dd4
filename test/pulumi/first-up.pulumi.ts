import assert from 'node:assert/strict';
import { join } from 'node:path';
import { edit, type PulumiProject, pulumiProject } from './cli/pulumi.ts';
import { documented } from './documented.ts';

const up = ['up', '--yes', '--skip-preview'];

describe('a first up that AWS refuses in part, by the real CLI and docs/operations.md', () => {
  let project: PulumiProject;
  before(async () => {
    project = await pulumiProject({ waits: false });
    // The program does not wait, so that the pipe comes too early.
    Object.assign(project.account.weather, { propagationMs: 3_000, concurrency: 149 });
    await project.succeed(['stack', 'init', 'prod']);
  });
  after(() => project?.[Symbol.asyncDispose]());

  const reserved = () => project.account.only('aws:lambda/function:Function').inputs.reservedConcurrentExecutions;
  const isPipeFailed = () => project.account.only('aws:pipes/pipe:Pipe').isFailed;

  it('stops at a reservation that the account has not got, and at a pipe whose role is too new', async () => {
    const { status, said } = await project.run([...up, '--stack', 'prod']);

    assert.notEqual(status, 0);
    assert.match(said, /UnreservedConcurrentExecution below its minimum value of \[100\]/);
    assert.match(said, /unexpected state 'CREATE_FAILED'/);
    assert.ok(project.account.refusedRoles > 0);
  });

  it('is green at the next plain up, with no cap and a pipe that has failed', async () => {
    project.account.weather.concurrency = 1_000;

    await project.succeed([...up, '--stack', 'prod']);

    assert.equal(reserved(), -1);
    assert.equal(isPipeFailed(), true);
  });

  it('gets its cap by the command of the page, and the pipe stays as it is', async () => {
    const { status, said } = await project.paste(documented('`below its minimum value`'));

    assert.equal(status, 0, said);
    assert.equal(reserved(), 50);
    assert.equal(isPipeFailed(), true);
  });

  it('gets its pipe by the commands of the page, and nothing else is touched', async () => {
    const commands = documented('The pipe of parked deliveries').replace(/^aws .*\n/m, '');

    const changes = await project.account.during(async () => {
      const { status, said } = await project.paste(commands);
      assert.equal(status, 0, said);
    });

    assert.equal(isPipeFailed(), false);
    assert.deepEqual(
      changes.map(({ operation, type }) => `${operation} ${type}`),
      ['delete aws:pipes/pipe:Pipe', 'create aws:pipes/pipe:Pipe'],
    );
  });
});

describe('a program that changes the policy of its function in two places at once', () => {
  it('meets 409, by the real CLI', async () => {
    await using project = await pulumiProject({ waits: false });
    const ingress = join(project.folder, 'infra/ingress/ingress.ts');
    for (const order of [', dependsOn: [url]', ', dependsOn: [call]']) edit(ingress, order, '');
    await project.succeed(['stack', 'init', 'dev']);

    const { status, said } = await project.run([...up, '--stack', 'dev']);

    assert.notEqual(status, 0);
    assert.match(said, /409, ResourceConflictException/);
  });
});
