import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetTracesCommand, GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray';
import type { SegmentDocument, XrayEntity } from '../../local/index.ts';
import { shape } from '../local/aws/xray/local-xray.ts';
import { until } from '../until.ts';
import { payload, type Running, secretOf, send, sign, startJson } from './running.ts';

/** Seconds: the X-Ray SDK writes whole milliseconds, and two processes read their clocks at different moments. */
const clockError = 0.002;

describe('trace of a delivery, through the X-Ray API', () => {
  let run: Running;
  let client: XRayClient;
  let cold: readonly SegmentDocument[];
  let warm: readonly SegmentDocument[];
  let refused: readonly SegmentDocument[];

  before(async () => {
    run = await startJson();
    client = new XRayClient(run.aws);
    const secret = await secretOf(run);
    cold = await traced(secret);
    warm = await traced(secret);
    refused = await traced(secret, { publish_timestamp: Date.now() - 100_000 });
  });
  after(async () => {
    client.destroy();
    await run.stop();
  });

  /** Sends a delivery, waits until its trace is whole, and gives back the segments. */
  async function traced(secret: string, fields: Parameters<typeof payload>[0] = {}) {
    // The first request of every second is sampled.
    await sleep(1000);
    const body = payload(fields);
    const response = await send(run, { body, signature: sign(secret, body) });
    const [, id = ''] = /^Root=([^;]+);Sampled=1$/.exec(response.headers.get('x-amzn-trace-id') ?? '') ?? [];
    let segments: readonly SegmentDocument[] = [];
    await until(async () => {
      const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }));
      segments = (Traces[0]?.Segments ?? []).map(({ Document = '' }): SegmentDocument => JSON.parse(Document));
      return segments.some(({ subsegments = [] }) => subsegments.some((one) => one.subsegments !== undefined));
    });
    return segments;
  }

  /** The ids of the traces that a filter expression finds. */
  async function found(FilterExpression: string): Promise<ReadonlySet<string | undefined>> {
    const { TraceSummaries = [] } = await client.send(
      new GetTraceSummariesCommand({
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 1000),
        FilterExpression,
      }),
    );
    return new Set(TraceSummaries.map(({ Id }) => Id));
  }

  const functionOf = (segments: readonly SegmentDocument[]): SegmentDocument =>
    segments.find(({ origin }) => origin === 'AWS::Lambda::Function') ?? assert.fail('no function segment');

  const inside = (entity: XrayEntity, ...path: readonly string[]): XrayEntity =>
    path.reduce<XrayEntity>(
      (parent, name) =>
        parent.subsegments?.find((one) => one.name === name) ?? assert.fail(`${parent.name} has no ${name}`),
      entity,
    );

  it('has the segments of Lambda and of the function', () => {
    for (const segments of [cold, warm, refused]) {
      assert.deepEqual(
        segments.map(({ origin }) => origin),
        ['AWS::Lambda', 'AWS::Lambda::Function'],
      );
      const [service, fn] = segments;
      assert.equal(fn?.parent_id, service?.id);
    }
  });

  it('shows a cold start by Lambda’s account and by the function’s own, phase by phase', () => {
    const handler = inside(functionOf(cold), 'Invocation', '## index.handler');
    const phases = 'runtime, builtins, sdk, telemetry, clients, warmup [secret, connect]';
    assert.equal(shape(handler), `## index.handler [init [${phases}], ### verify, ### publish [EventBridge]]`);
    assert.deepEqual(
      functionOf(cold)
        .subsegments?.map(({ name }) => name)
        .toSorted(),
      ['Initialization', 'Invocation', 'Overhead'],
    );
  });

  it('has the function’s init inside Lambda’s', () => {
    const byLambda = inside(functionOf(cold), 'Initialization');
    const byFunction = inside(functionOf(cold), 'Invocation', '## index.handler', 'init');
    const [service] = cold;
    assert.ok(service);
    // Lambda's begins when the host runs on after the fork: on a busy machine the process may run before it.
    within(byFunction, { ...byLambda, start_time: service.start_time });
  });

  it('has everything else inside what holds it, down to the segments', () => {
    for (const segments of [cold, warm, refused]) {
      const [service] = segments;
      assert.ok(service);
      within(functionOf(segments), service);
      walk(functionOf(segments));
    }
  });

  it('shows a warm delivery and a refused one by their steps alone', () => {
    const steps = (segments: readonly SegmentDocument[]) =>
      shape(inside(functionOf(segments), 'Invocation', '## index.handler'));
    assert.equal(steps(warm), '## index.handler [### verify, ### publish [EventBridge]]');
    assert.equal(steps(refused), '## index.handler [### verify]');
  });

  it('is found by its annotations', async () => {
    const idOf = ([segment]: readonly SegmentDocument[]) => segment?.trace_id;
    assert.deepEqual(await found('annotation.init = "on-demand"'), new Set([idOf(cold)]));
    assert.deepEqual(
      await found('annotation.ColdStart = false AND annotation.outcome = "published"'),
      new Set([idOf(warm)]),
    );
    assert.deepEqual(await found('annotation.reason = "stale"'), new Set([idOf(refused)]));
    assert.equal((await found('ok')).size, 3);
  });

  /** Init is over before the invocation that reports it begins, on Lambda's account and on ours. */
  const reportedLater = ['Initialization', 'init'];

  function walk(parent: XrayEntity): void {
    for (const child of parent.subsegments ?? []) {
      if (!reportedLater.includes(child.name)) within(child, parent);
      walk(child);
    }
  }

  function within(child: XrayEntity, parent: XrayEntity): void {
    const [from, to] = [parent.start_time - clockError, (parent.end_time ?? 0) + clockError];
    const says = `${child.name} ${child.start_time} to ${child.end_time} in ${parent.name} ${from} to ${to}`;
    assert.ok(child.start_time >= from && (child.end_time ?? Infinity) <= to, says);
  }
});
