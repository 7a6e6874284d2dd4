import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PulumiProject, pulumiProject } from './cli/pulumi.ts';
import { documented } from './documented.ts';
import type { Existing } from './double/account.ts';

const secretType = 'aws:secretsmanager/secret:Secret';
const stack = ['--stack', 'prod'];
const up = ['up', ...stack, '--yes'];
const rules = {
  orders: '{ name: orders, pattern: { source: [webhook.partner] }, targets: [{ type: queue }, { type: log }] }',
  // Its resources' names begin as those of the other rule do.
  'orders-eu': '{ name: orders-eu, pattern: { source: [webhook.partner] }, targets: [{ type: queue }] }',
};
const sources = { momento: '{ name: momento, scheme: momento }', partner: '{ name: partner, scheme: momento }' };

describe('a protected stack, by the real CLI and docs/operations.md', () => {
  let project: PulumiProject;
  let file: string;
  let salt: string;
  let asItComes: string;
  let lost: Existing | undefined;

  before(async () => {
    project = await pulumiProject({ waits: false });
    file = join(project.folder, 'Pulumi.prod.yaml');
    asItComes = readFileSync(file, 'utf8');
    await project.succeed(['stack', 'init', 'prod']);
    salt = /^encryptionsalt:.*\n/m.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    configure(Object.values(rules), Object.values(sources));
    await project.succeed([...up, '--skip-preview']);
  });
  after(() => project?.[Symbol.asyncDispose]());

  function configure(withRules: readonly string[], withSources: readonly string[]): void {
    const list = (key: string, items: readonly string[]) => `  webhook-bridge:${key}: [${items.join(', ')}]\n`;
    writeFileSync(file, `${salt}${asItComes}${list('rules', withRules)}${list('sources', withSources)}`);
  }
  const ids = (type: string) => project.account.all(type).map(({ inputs }) => inputs.name);

  it('refuses to lose a rule, a source or its own region, and says so before it touches anything', async () => {
    configure([rules['orders-eu']], [sources.momento]);

    const changes = await project.account.during(async () => {
      const { status, said } = await project.run(up);
      assert.notEqual(status, 0);
      for (const name of ['bus-orders-queue', 'bus-orders-queue-dlq', 'bus-orders-log', 'sources-partner']) {
        assert.match(said, new RegExp(`::${name}" cannot be deleted\\s+because it is protected`));
      }
    });
    configure(Object.values(rules), Object.values(sources));
    await project.succeed(['config', 'set', ...stack, 'region', 'eu-west-1']);
    const elsewhere = await project.run(['preview', ...stack]);

    assert.deepEqual(changes, []);
    assert.notEqual(elsewhere.status, 0);
    assert.match(elsewhere.said, /unable to replace resource "\S+::bus"\s+as it is currently marked for protection/);
  });

  it('loses a rule, and nothing of the one with a longer name, after the commands of the page', async () => {
    configure(Object.values(rules), Object.values(sources));
    const { status, said } = await project.paste(documented('Taking a rule away', { RULE: 'orders' }));
    assert.equal(status, 0, said);
    configure([rules['orders-eu']], Object.values(sources));

    await project.succeed([...up, '--skip-preview']);

    assert.deepEqual(ids('aws:cloudwatch/eventRule:EventRule'), ['webhook-bridge_prod_orders-eu']);
    assert.ok(!ids('aws:sqs/queue:Queue').some((name) => /_orders($|_)/.test(String(name))));
    assert.ok(ids('aws:sqs/queue:Queue').includes('webhook-bridge_prod_orders-eu'));
    const { status: refused } = await project.run(['destroy', ...stack, '--preview-only']);
    assert.notEqual(refused, 0);
  });

  it('loses a source after the commands of the page, whose name AWS then refuses for 30 days', async () => {
    const { status, said } = await project.paste(documented('Taking a source away', { SOURCE: 'partner' }));
    assert.equal(status, 0, said);
    lost = project.account.all(secretType).find(({ inputs }) => inputs.name === 'webhook-bridge_prod_partner');
    configure([rules['orders-eu']], [sources.momento]);
    await project.succeed([...up, '--skip-preview']);
    assert.deepEqual(ids(secretType), ['webhook-bridge_prod_momento']);

    configure([rules['orders-eu']], Object.values(sources));
    const again = await project.run([...up, '--skip-preview']);

    assert.notEqual(again.status, 0);
    assert.match(again.said, /a secret with this name is already scheduled for deletion/);
  });

  it('adopts the secret that AWS has brought back, by the commands of the page', async () => {
    assert.ok(lost !== undefined);
    // What `aws secretsmanager restore-secret` does.
    project.account.scheduled.clear();
    project.account.put(lost);
    const commands = documented('A name that is already there', { SOURCE: 'partner' });

    const { status, said } = await project.paste(commands.replace(/^ARN=.*$/m, `ARN=${lost.id}`));
    const changes = await project.account.during(() => project.succeed([...up, '--skip-preview']));

    assert.equal(status, 0, said);
    assert.ok(!changes.some(({ type }) => type === secretType), JSON.stringify(changes));
    assert.equal(ids(secretType).length, 2);
  });

  it('is removed to nothing by the commands of the page, which leave the settings where they are', async () => {
    const { status, said } = await project.paste(documented('Removing a stack'));

    assert.equal(status, 0, said);
    assert.deepEqual(project.account.all(), []);
    assert.deepEqual([...project.account.scheduled], []);
    assert.ok(existsSync(file));
    const { out } = await project.succeed(['stack', 'ls', '--json']);
    assert.deepEqual(JSON.parse(out), []);
  });

  it('comes up again under the same name', async () => {
    await project.succeed(['stack', 'init', 'prod']);
    salt = /^encryptionsalt:.*\n/m.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    configure([], Object.values(sources));

    await project.succeed([...up, '--skip-preview']);

    assert.equal(ids(secretType).length, 2);
  });

  it('leaves its secrets’ names blocked when it is unprotected and destroyed instead, as the page warns', async () => {
    await project.succeed(['state', 'unprotect', '--all', '--yes', ...stack]);
    await project.succeed(['destroy', ...stack, '--yes', '--skip-preview']);
    assert.deepEqual(project.account.all(), []);

    const again = await project.run([...up, '--skip-preview']);

    assert.notEqual(again.status, 0);
    assert.match(again.said, /already scheduled for deletion/);
  });
});
