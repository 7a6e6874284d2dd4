import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type LocalStack, startStack } from '../../local/index.ts';
import { senderOf } from '../../tools/senders.ts';
import { drawnMetrics } from '../dashboards/drawn.ts';
import { until } from '../until.ts';
import { type AwsCli, awsCli, describeWithBoth } from './aws-cli.ts';

const deliveries = 12;

type Output = Readonly<Record<string, unknown>>;

/** What the console shows, it asks of the operations themselves: what the CLI prints must be what they answer. */
describeWithBoth('shows the figures of the operations:', (program) => {
  let stack: LocalStack;
  let aws: AwsCli;
  /** In seconds since the epoch: from before the first delivery to after the last, of which nothing more comes. */
  let window: { readonly StartTime: number; readonly EndTime: number };
  let between: readonly string[];

  before(async () => {
    stack = await startStack({
      root: join(import.meta.dirname, '../..'),
      stack: 'dev',
      port: 0,
      awsPort: 0,
      note: () => {},
    });
    aws = await awsCli(stack.awsEndpoint, stack.region, program);
    const began = Math.floor(Date.now() / 60_000) * 60;
    await deliver();
    // What the function writes of a delivery, its metrics too, comes all at once and after the answer.
    const written = { logGroupName: stack.logGroup, filterPattern: '{ $.outcome = * }' };
    await until(async () => {
      const { events } = await logs('FilterLogEvents', written);
      return (events as readonly unknown[]).length === deliveries;
    });
    window = { StartTime: began, EndTime: Math.ceil(Date.now() / 1000) };
    between = ['--start-time', iso(window.StartTime), '--end-time', iso(window.EndTime)];
  });
  after(async () => {
    await aws?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  /** What an operation answers in process, as JSON. */
  async function asked(target: string, operation: string, input: object): Promise<Output> {
    const service = stack.services.find((one) => one.target === target);
    const run = service?.operations[operation] ?? assert.fail(`there is no ${target}.${operation}`);
    return JSON.parse(JSON.stringify(await run(input)));
  }
  const cloudWatch = (operation: string, input: object = {}) =>
    asked('GraniteServiceVersion20100801', operation, input);
  const xray = (operation: string, input: object) => asked('AWSXRay', operation, input);
  const logs = (operation: string, input: object) => asked('Logs_20140328', operation, input);

  it('cloudwatch list-metrics has every metric', async () => {
    const { Metrics: before } = await cloudWatch('ListMetrics');
    const { Metrics } = await aws.ask(['cloudwatch', 'list-metrics']);
    const { Metrics: after } = await cloudWatch('ListMetrics');
    // Queues tell of themselves every minute, so also while the CLI starts.
    assert.deepEqual(Metrics, isDeepStrictEqual(Metrics, before) ? before : after);
  });

  it('cloudwatch list-dashboards and get-dashboard have the bodies of both dashboards', async () => {
    const { DashboardEntries } = await aws.ask(['cloudwatch', 'list-dashboards']);
    for (const DashboardName of await dashboardNames()) {
      const printed = await aws.ask(['cloudwatch', 'get-dashboard', '--dashboard-name', DashboardName]);
      assert.deepEqual(printed, await cloudWatch('GetDashboard', { DashboardName }));
    }
    assert.equal((DashboardEntries as readonly unknown[]).length, 2);
  });

  it('cloudwatch get-metric-data has the values of every metric that is drawn', async () => {
    const MetricDataQueries = await everythingDrawn();
    const printed = await aws.ask(['cloudwatch', 'get-metric-data', ...between], {
      'metric-data-queries': MetricDataQueries,
    });
    const { MetricDataResults } = await cloudWatch('GetMetricData', { ...window, MetricDataQueries });
    assert.deepEqual(withSeconds(printed.MetricDataResults), MetricDataResults);
    const values = (MetricDataResults as readonly { readonly Values: readonly number[] }[]).flatMap(
      ({ Values }) => Values,
    );
    assert(values.length > MetricDataQueries.length / 2, `${values.length} values`);
  });

  it('cloudwatch describe-alarms has the state of every alarm', async () => {
    const { MetricAlarms: before } = await cloudWatch('DescribeAlarms');
    const printed = withSeconds((await aws.ask(['cloudwatch', 'describe-alarms'])).MetricAlarms);
    const { MetricAlarms: after } = await cloudWatch('DescribeAlarms');
    // Alarms are evaluated at any time, so also while the CLI starts.
    assert.deepEqual(printed, isDeepStrictEqual(printed, before) ? before : after);
  });

  it('xray get-trace-summaries and batch-get-traces have every trace', async () => {
    const { TraceSummaries } = await aws.ask(['xray', 'get-trace-summaries', ...between]);
    const summaries = (await xray('GetTraceSummaries', window)).TraceSummaries as readonly { readonly Id: string }[];
    assert.deepEqual(withSeconds(TraceSummaries), summaries);
    assert(summaries.length > 0);
    const TraceIds = summaries.slice(0, 5).map(({ Id }) => Id);
    const { Traces } = await aws.ask(['xray', 'batch-get-traces', '--trace-ids', ...TraceIds]);
    assert.deepEqual(Traces, (await xray('BatchGetTraces', { TraceIds })).Traces);
  });

  it('logs filter-log-events has every line', async () => {
    const { events } = await aws.ask(['logs', 'filter-log-events', '--log-group-name', stack.logGroup]);
    assert.deepEqual(events, (await logs('FilterLogEvents', { logGroupName: stack.logGroup })).events);
  });

  it('logs start-query and get-query-results have the rows of a query', async () => {
    const queryString = 'filter outcome = "refused" | stats count(*) as refused by reason';
    const { queryId } = await aws.ask([
      ...['logs', 'start-query', '--log-group-name', stack.logGroup, '--query-string', queryString],
      ...['--start-time', String(window.StartTime), '--end-time', String(window.EndTime)],
    ]);
    await until(async () => (await logs('GetQueryResults', { queryId })).status === 'Complete');
    const printed = await aws.ask(['logs', 'get-query-results', '--query-id', String(queryId)]);
    assert.equal(printed.status, 'Complete');
    assert.deepEqual(printed.results, (await logs('GetQueryResults', { queryId })).results);
    assert.equal((printed.results as readonly unknown[]).length, 2);
  });

  /** A third of them wrong, and a third unsigned. */
  async function deliver(): Promise<void> {
    const [{ url, signedUrl, scheme, secretId } = assert.fail('no source')] = stack.sources;
    const { SecretString } = await asked('secretsmanager', 'GetSecretValue', { SecretId: secretId });
    for (let n = 0; n < deliveries; n += 1) {
      const { headers, body } = senderOf(scheme, signedUrl)(n % 3 === 1 ? 'another' : String(SecretString), Date.now());
      const { 'content-type': contentType = '' } = headers;
      await fetch(url, { method: 'POST', body, headers: n % 3 === 2 ? { 'content-type': contentType } : headers });
    }
  }

  async function dashboardNames(): Promise<readonly string[]> {
    const { DashboardEntries } = await cloudWatch('ListDashboards');
    return (DashboardEntries as readonly { readonly DashboardName: string }[]).map((entry) => entry.DashboardName);
  }

  async function everythingDrawn(): Promise<readonly object[]> {
    const bodies = await Promise.all(
      (await dashboardNames()).map((DashboardName) => cloudWatch('GetDashboard', { DashboardName })),
    );
    const drawn = bodies.flatMap(({ DashboardBody }) => drawnMetrics(String(DashboardBody)));
    return drawn.flatMap(({ namespace: Namespace, name: MetricName, dimensions }, index) => {
      const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
      return ['Sum', 'p99'].map((Stat) => ({
        Id: `m${index}_${Stat.toLowerCase()}`,
        MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat },
      }));
    });
  }
});

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** With each time as seconds since the epoch, which is what the operations have. */
function withSeconds(printed: unknown): unknown {
  return JSON.parse(JSON.stringify(printed), (_, value) => {
    const [, second, fraction = ''] = /^(\d{4}-\d\d-\d\dT[\d:]+)(\.\d+)?(?:Z|\+00:00)$/.exec(value) ?? [];
    return second === undefined ? value : Number(`${Date.parse(`${second}Z`) / 1000}${fraction}`);
  });
}
