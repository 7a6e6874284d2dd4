import assert from 'node:assert/strict';
import { initPhases } from '../../function/init/phases.ts';
import type { AwsServer } from '../function/harness/aws-server.ts';
import {
  answeringAws,
  type BundledFunction,
  bundledFunction,
  type Delivered,
  functionFiles,
  undisturbed,
} from './bundled-function.ts';
import { shape, type Traced, type XrayDaemon, xrayDaemon } from './xray-daemon.ts';

const root = '1-69558c00-0123456789abcdef01234567';
const sampled = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;

/** Seconds: the clocks of two processes are read at different moments and drift apart. */
const clockError = 0.002;

function child(segment: Traced | undefined, name: string): Traced {
  const found = segment?.children.find((one) => one.name === name);
  assert.ok(found, `${segment?.name} has no ${name}`);
  return found;
}

describe('trace', () => {
  let aws: AwsServer;
  let daemon: XrayDaemon;
  let bundled: BundledFunction;
  let cold: Delivered & { readonly trees: readonly Traced[]; readonly handler: Traced };
  let warm: typeof cold;

  async function traced(): Promise<typeof cold> {
    const delivered = await bundled.deliver(sampled);
    const trees = await daemon.trees();
    const [handler] = trees;
    assert.ok(handler, 'nothing was traced');
    return { ...delivered, trees, handler };
  }

  before(async () => {
    aws = await answeringAws();
    daemon = await xrayDaemon();
    bundled = bundledFunction(await functionFiles(), aws.endpoint, { AWS_XRAY_DAEMON_ADDRESS: daemon.address });
    [cold, warm] = await undisturbed(async () => {
      await bundled.host.recycle();
      aws.forget();
      return [await traced(), await traced()] as const;
    });
  });
  after(async () => {
    await bundled.close();
    daemon.close();
    await aws.close();
  });

  it('of a cold delivery nests init, its phases and what runs at once inside the warm-up under the handler', () => {
    const phases = 'builtins, clients, runtime, sdk, telemetry, warmup [connect, secret]';

    assert.deepEqual(cold.trees.map(shape), [
      `## index.handler [### publish [EventBridge], ### verify, init [${phases}]]`,
    ]);
  });

  it('of a warm delivery nests its steps alone', () => {
    assert.deepEqual(warm.trees.map(shape), ['## index.handler [### publish [EventBridge], ### verify]']);
  });

  it("hangs under the invocation, in the caller's trace", () => {
    for (const { handler, report } of [cold, warm]) {
      assert.equal(handler.traceId, root);
      assert.equal(handler.parentId, report.trace.invocationSubsegment);
    }
  });

  it('shows the phases in their order, each beginning where the one before it ended', () => {
    const init = child(cold.handler, 'init');
    const phases = initPhases.map((name) => child(init, name));

    assert.equal(phases[0]?.start_time, init.start_time);
    assert.equal(phases.at(-1)?.end_time, init.end_time);
    phases.slice(1).forEach(({ start_time, name }, index) => {
      assert.equal(start_time, phases[index]?.end_time, name);
    });
  });

  it('shows secret and connect inside the warm-up', () => {
    const warmup = child(child(cold.handler, 'init'), 'warmup');

    for (const part of [child(warmup, 'secret'), child(warmup, 'connect')]) {
      assert.ok(part.start_time >= warmup.start_time && (part.end_time ?? Infinity) <= (warmup.end_time ?? 0));
    }
  });

  it('has an init that began after the process was spawned and ended before the delivery came', () => {
    const init = child(cold.handler, 'init');

    assert.ok(init.start_time >= cold.sentAt / 1000 - clockError, `${init.start_time} and ${cold.sentAt}`);
    assert.ok((init.end_time ?? Infinity) <= cold.handler.start_time);
    // By its end: Lambda's begins when the host runs on after the fork, on a busy machine later than the process.
    const { endedAt = 0 } = cold.report.init ?? {};
    assert.ok((init.end_time ?? Infinity) <= endedAt / 1000 + clockError, `${init.end_time} and ${endedAt}`);
  });

  it('lies inside the delivery as its caller measured it, each step inside the one around it', () => {
    for (const { handler, sentAt, answeredAt } of [cold, warm]) {
      const walk = (segment: Traced, from: number, to: number) => {
        const { name, start_time, end_time = Infinity, children } = segment;
        assert.ok(start_time >= from && end_time <= to, `${name}: ${start_time} to ${end_time} in ${from} to ${to}`);
        for (const one of children) if (one.name !== 'init') walk(one, start_time, end_time);
      };
      walk(handler, sentAt / 1000 - clockError, answeredAt / 1000 + clockError);
    }
  });

  it('is over when the delivery is', () => {
    const ends = (segment: Traced): readonly (number | undefined)[] => [
      segment.end_time,
      ...segment.children.flatMap(ends),
    ];

    assert.ok([cold, warm].flatMap(({ handler }) => ends(handler)).every((end) => end !== undefined));
  });

  it('filters cold starts by init, and says ColdStart of them alone', () => {
    assert.partialDeepStrictEqual(cold.handler.annotations, { ColdStart: true, init: 'on-demand' });
    assert.equal(warm.handler.annotations?.ColdStart, false);
    assert.equal('init' in (warm.handler.annotations ?? {}), false);
  });

  it('says of a cold start what the log says', () => {
    for (const { handler, logs } of [cold, warm]) {
      assert.ok(logs.length > 0);
      for (const line of logs) assert.equal(line.cold_start, handler.annotations?.ColdStart);
    }
  });

  it('is handed on to EventBridge, with each delivery its own call as the parent', () => {
    const calls = [cold, warm].map(({ handler }) => child(child(handler, '### publish'), 'EventBridge'));

    assert.deepEqual(
      aws.requests('PutEvents').map(({ headers }) => headers['x-amzn-trace-id']),
      calls.map(({ id }) => `Root=${root};Parent=${id};Sampled=1`),
    );
  });

  it('holds no secret and no body', () => {
    const text = JSON.stringify([cold.trees, warm.trees]);

    assert.ok(!/current-secret|previous-secret|room-281|hello/.test(text), text);
  });

  it('is sent for no delivery that is not sampled, the first after it is no cold start', async () => {
    await bundled.host.recycle();
    await bundled.deliver();
    assert.deepEqual(await daemon.trees(), []);

    const { trees, handler, logs } = await traced();
    assert.deepEqual(trees.map(shape), ['## index.handler [### publish [EventBridge], ### verify]']);
    assert.equal(logs[0]?.cold_start, false);
    assert.equal(handler.annotations?.ColdStart, false);
  });

  it('is none where tracing is switched off', async () => {
    const untraced = bundledFunction(await functionFiles(), aws.endpoint, {
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      POWERTOOLS_TRACE_ENABLED: 'false',
    });

    const { answer } = await untraced.deliver(sampled);

    await untraced.close();
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(await daemon.trees(), []);
  });
});
