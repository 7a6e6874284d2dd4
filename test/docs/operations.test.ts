import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coldStartMetrics, metrics } from '../../function/signals.ts';
import { readSettings } from '../../infra/settings/settings.ts';
import { type Configuration, readStack } from '../../tools/stack-file.ts';
import { graphOf, prod, root, setting } from '../infra/programs.ts';

const page = read('docs/operations.md');

/** What the rows of the table count. */
const counted: Readonly<Record<string, string>> = {
  'metric alarms': 'cloudwatch/metricAlarm:MetricAlarm',
  'composite alarms': 'cloudwatch/compositeAlarm:CompositeAlarm',
  'event rules': 'cloudwatch/eventRule:EventRule',
  queues: 'sqs/queue:Queue',
  'log groups': 'cloudwatch/logGroup:LogGroup',
  secrets: 'secretsmanager/secret:Secret',
  'saved queries': 'cloudwatch/queryDefinition:QueryDefinition',
  'metric filters': 'cloudwatch/logMetricFilter:LogMetricFilter',
  dashboards: 'cloudwatch/dashboard:Dashboard',
  'IAM roles': 'iam/role:Role',
  'SNS topics': 'sns/topic:Topic',
  'KMS keys': 'kms/key:Key',
  'event buses, archives, pipes, X-Ray groups, of each': 'pipes/pipe:Pipe',
};

describe('docs/operations.md', () => {
  it('counts what a stack takes, and each source and rule more', async () => {
    const momento = { name: 'momento', scheme: 'momento' };
    const rule = (type: string) => [{ name: 'one', pattern: { source: ['webhook.momento'] }, targets: [{ type }] }];
    const counts = await Promise.all(
      [
        prod,
        setting(prod, { sources: [momento, { ...momento, name: 'other' }] }),
        setting(prod, { rules: rule('queue') }),
        setting(prod, { rules: rule('log') }),
      ].map(countsOf),
    );
    const [plain = {}, ...larger] = counts;
    const rows = Object.keys(counted).map((name) =>
      rowOf(
        name,
        plain[name] ?? 0,
        larger.map((count) => (count[name] ?? 0) - (plain[name] ?? 0)),
      ),
    );
    const filters = plain['metric filters'] ?? 0;
    const emitted = Object.keys(metrics).length;
    const all = emitted + Object.keys(coldStartMetrics).length + filters;

    assert.deepEqual(
      page.split('\n').filter((line) => /^\| [^|]+ \| \d+ \|/.test(line)),
      [...rows, rowOf('custom metrics, at most', all, [emitted, 0, 0])],
    );
  });

  it('has lines for a stack file that work at its end as they are printed', () => {
    const [, lines] = /```yaml\n( {2}webhook-bridge:notifications:\n[^`]*)```/.exec(page) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
    try {
      cpSync(join(root, 'Pulumi.yaml'), join(folder, 'Pulumi.yaml'));
      writeFileSync(join(folder, 'Pulumi.dev.yaml'), `${read('Pulumi.dev.yaml')}${lines}`);
      const { project, stack, values } = readStack(folder, 'dev');
      const { page, ticket } = readSettings(project, stack, values).notifications;

      assert.deepEqual([page[0]?.protocol, ticket[0]?.endpoint], ['https', 'platform@example.com']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function countsOf(configuration: Configuration): Promise<Readonly<Record<string, number>>> {
  const { resources } = await graphOf(configuration);
  const count = (type: string) => resources.filter((resource) => resource.type === `aws:${type}`).length;
  return Object.fromEntries(Object.entries(counted).map(([name, type]) => [name, count(type)]));
}

function rowOf(name: string, plain: number, more: readonly number[]): string {
  return `| ${[name, plain, ...more.map((each) => (each === 0 ? '' : `+${each}`))].join(' | ')} |`;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
