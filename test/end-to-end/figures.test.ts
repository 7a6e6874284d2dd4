import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { until } from '../until.ts';
import { payload, type Running, secretOf, send, sign, startJson } from './running.ts';

const count = 300;
const perSecond = 30;
const names = { service: 'webhook-bridge_dev', FunctionName: 'webhook-bridge_dev' };
/** The histogram's bins are 1 % wide. */
const resolution = 1.01;

interface Answered {
  readonly status: number;
  readonly latencyMs: number;
}

/** Of a delivery, or of the invocation it was. */
interface LogLine {
  readonly type?: string;
  readonly record?: { readonly metrics: { readonly durationMs: number; readonly initDurationMs?: number } };
  readonly outcome?: string;
  readonly duration_ms?: number;
}

describe('the figures of 300 deliveries', function () {
  this.timeout(180_000);
  let run: Running;
  let cloudWatch: CloudWatchClient;
  /** The client's own record. */
  let answers: readonly Answered[];
  let window: { readonly StartTime: Date; readonly EndTime: Date };

  before(async () => {
    run = await startJson();
    cloudWatch = new CloudWatchClient(run.aws);
    const began = Date.now();
    answers = await deliver(run);
    // One period of an hour over all of them, from a whole minute on.
    window = { StartTime: new Date(began), EndTime: new Date(Date.now() + 60_000) };
    await settled();
  });
  after(async () => {
    cloudWatch.destroy();
    await run.stop();
  });

  const withStatus = (...statuses: readonly number[]) =>
    answers.filter(({ status }) => statuses.includes(status)).length;

  it('have the client’s own counts', async () => {
    const url = (name: string) => value('AWS/Lambda', name, 'FunctionName', 'Sum');
    const own = (name: string) => value('WebhookBridge', name, 'service', 'Sum');
    assert.deepEqual(
      {
        requests: await url('UrlRequestCount'),
        invocations: await url('Invocations'),
        throttles: await url('Throttles'),
        clientErrors: await url('Url4xxCount'),
        serverErrors: await url('Url5xxCount'),
        published: await own('Published'),
        refused: await own('Refused'),
      },
      {
        requests: count,
        invocations: count - withStatus(429),
        throttles: withStatus(429),
        clientErrors: withStatus(401, 403, 429),
        serverErrors: withStatus(502, 503),
        published: withStatus(200),
        refused: withStatus(401, 403),
      },
    );
  });

  for (const percent of [50, 90, 99]) {
    it(`have the p${percent} of the durations that the log tells of each delivery`, async () => {
      const lines = await logLines();
      const byLambda = lines.flatMap(({ type, record }) =>
        type === 'platform.report' ? (record?.metrics.durationMs ?? []) : [],
      );
      const byFunction = lines.flatMap(({ outcome, duration_ms }) =>
        outcome === undefined ? [] : (duration_ms ?? []),
      );
      assert.equal(byLambda.length, count - withStatus(429));
      near(await value('AWS/Lambda', 'Duration', 'FunctionName', `p${percent}`), percentile(byLambda, percent));
      near(await value('WebhookBridge', 'HandlerDuration', 'service', `p${percent}`), percentile(byFunction, percent));
    });

    it(`have a p${percent} of the latency between that of the work, cold starts included, and what the client saw`, async () => {
      const seen = percentile(
        answers.map(({ latencyMs }) => latencyMs),
        percent,
      );
      const work = (await logLines()).flatMap(({ type, record }) =>
        type === 'platform.report' && record ? record.metrics.durationMs + (record.metrics.initDurationMs ?? 0) : [],
      );
      // A delivery that was throttled was no work.
      const throttled = Array.from({ length: withStatus(429) }, () => 0);
      const worked = percentile([...work, ...throttled], percent);
      const latency = await value('AWS/Lambda', 'UrlRequestLatency', 'FunctionName', `p${percent}`);
      const says = `${latency} ms in CloudWatch, ${seen} ms at the client, ${worked} ms of work`;
      assert(latency >= worked / resolution && latency <= seen * resolution, says);
    });
  }

  /** What the function and Lambda wrote, parsed. */
  async function logLines(): Promise<readonly LogLine[]> {
    const client = new CloudWatchLogsClient(run.aws);
    const pages = paginateFilterLogEvents({ client }, { logGroupName: '/aws/lambda/webhook-bridge_dev' });
    const lines: LogLine[] = [];
    for await (const { events = [] } of pages) lines.push(...events.map(({ message = '' }) => JSON.parse(message)));
    client.destroy();
    return lines;
  }

  /** The one value of a statistic over the whole run. */
  async function value(namespace: string, name: string, by: keyof typeof names, Stat: string): Promise<number> {
    const Metric = { Namespace: namespace, MetricName: name, Dimensions: [{ Name: by, Value: names[by] }] };
    const query = { Id: 'm', MetricStat: { Metric, Period: 3600, Stat } };
    const { MetricDataResults: [result] = [] } = await cloudWatch.send(
      new GetMetricDataCommand({ ...window, MetricDataQueries: [query] }),
    );
    const { Values: [only, ...more] = [] } = result ?? {};
    assert.deepEqual(more, [], `${name} has more than one period`);
    return only ?? 0;
  }

  /** The lines of the last deliveries reach the log after their answers. */
  async function settled(): Promise<void> {
    const all = withStatus(200, 401, 403);
    const arrived = async () => {
      const [published, refused] = [
        await value('WebhookBridge', 'Published', 'service', 'Sum'),
        await value('WebhookBridge', 'Refused', 'service', 'Sum'),
      ];
      return published + refused;
    };
    await until(async () => (await arrived()) >= all);
  }
});

/** A fifth of them wrong, stale or unsigned; at fixed times, whatever the answers do. */
async function deliver(run: Running): Promise<readonly Answered[]> {
  const secret = await secretOf(run);
  const started = performance.now();
  const answers: Promise<Answered>[] = [];
  for (let n = 0; n < count; n += 1) {
    await sleep(Math.max(0, started + (n * 1000) / perSecond - performance.now()));
    const body = payload(n % 15 === 1 ? { publish_timestamp: Date.now() - 61_000 } : { topic_sequence_number: n });
    if (n % 15 === 2) answers.push(timed(run, { body }));
    else answers.push(timed(run, { body, signature: sign(n % 15 === 3 ? 'another' : secret, body) }));
  }
  return Promise.all(answers);
}

async function timed(run: Running, request: Parameters<typeof send>[1]): Promise<Answered> {
  const began = performance.now();
  const response = await send(run, request);
  await response.arrayBuffer();
  return { status: response.status, latencyMs: performance.now() - began };
}

/** The smallest value that so many percent of all do not exceed. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}

function near(value: number, exact: number): void {
  assert(value >= exact / resolution && value <= exact * resolution, `${value} is not within 1 % of ${exact}`);
}
