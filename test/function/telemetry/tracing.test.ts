import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { LambdaFunctionURLResult } from 'aws-lambda';
import { datagrams } from '../../datagrams.ts';
import {
  type Answer,
  type AwsRequest,
  type AwsServer,
  entryAccepted,
  entryRefused,
  secretVersions,
  startAws,
} from '../harness/aws-server.ts';
import {
  answered,
  body,
  bodyDeliveryId,
  currentSecret,
  delivery,
  payload,
  previousSecret,
} from '../harness/deliveries.ts';
import { lambdaEnvironment } from '../harness/lambda-environment.ts';
import { type Line, parse } from '../harness/output.ts';
import type { Invocation } from './traced-function.ts';

/** A subsegment as the X-Ray daemon gets it. */
interface Segment {
  readonly id: string;
  readonly name: string;
  readonly trace_id?: string;
  readonly parent_id?: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly annotations?: Line;
  readonly aws?: Line;
  readonly subsegments?: readonly Segment[];
}

const traceId = '1-69558c00-0123456789abcdef01234567';
const functionSegment = '53995c3f42cd8ad8';
const traced = `Root=${traceId};Parent=${functionSegment};Sampled=1`;

/** Runs the function in a process of its own, with a socket as its X-Ray daemon. */
async function run(aws: AwsServer, invocations: readonly Invocation[], lambda: Readonly<Record<string, string>>) {
  const daemon = await datagrams();

  const { PATH = '', NODE_V8_COVERAGE } = process.env;
  const child = spawn(process.execPath, [new URL('./traced-function.ts', import.meta.url).pathname], {
    env: {
      PATH,
      // Lets c8 see what the child ran.
      ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
      ...lambdaEnvironment(aws),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      ...lambda,
    },
  });
  child.stdin.end(JSON.stringify(invocations));
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const sent = await daemon.taken();
  daemon.close();

  assert.equal(exitCode, 0, stderr);
  const { answers } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { answers: LambdaFunctionURLResult[] };
  const segments = sent.flatMap((datagram) => {
    const [header, document = ''] = datagram.split('\n');
    assert.deepEqual(JSON.parse(header ?? ''), { format: 'json', version: 1 });
    return withChildren(JSON.parse(document) as Segment);
  });
  return { answers: answers.map(answered), segments, datagrams: sent, output: parse(stdout + stderr), stderr };
}

/** A segment and all below it, each with the id of its parent. */
function withChildren(segment: Segment): readonly Segment[] {
  const children = (segment.subsegments ?? []).map((child) => ({ parent_id: segment.id, ...child }));
  return [segment, ...children.flatMap(withChildren)];
}

/** The names of a segment's ancestors and its own, outermost first. */
function path(segment: Segment, segments: readonly Segment[]): string {
  const parent = segments.find(({ id }) => id === segment.parent_id);
  return parent ? `${path(parent, segments)} > ${segment.name}` : segment.name;
}

/** INIT, which the first delivery of an environment shows. */
const initialised = [
  '## index.handler > init',
  '## index.handler > init > builtins',
  '## index.handler > init > clients',
  '## index.handler > init > runtime',
  '## index.handler > init > sdk',
  '## index.handler > init > telemetry',
  '## index.handler > init > warmup',
  '## index.handler > init > warmup > connect',
  '## index.handler > init > warmup > secret',
];

describe('tracing', () => {
  let aws: AwsServer;

  async function startAnswering(): Promise<AwsServer> {
    const server = await startAws();
    server.answer('GetSecretValue', secretVersions({ current: currentSecret, previous: previousSecret }));
    server.answer('PutEvents', entryAccepted);
    return server;
  }

  beforeEach(async () => {
    aws = await startAnswering();
  });
  afterEach(() => aws.close());

  const invoke = (event = delivery(body), traceHeader = traced): Invocation => ({ event, traceHeader });
  const runTraced = (...invocations: Invocation[]) => run(aws, invocations, { LAMBDA_TASK_ROOT: '/var/task' });

  describe('of a published delivery', () => {
    let published: Awaited<ReturnType<typeof runTraced>> & { readonly put: AwsRequest | undefined };

    before(async () => {
      aws = await startAnswering();
      const result = await runTraced(invoke());
      published = { ...result, put: aws.requests('PutEvents')[0] };
      await aws.close();
    });

    it('shows each step once, under the step around it', () => {
      const { segments } = published;

      assert.deepEqual(segments.map((segment) => path(segment, segments)).sort(), [
        '## index.handler',
        '## index.handler > ### publish',
        '## index.handler > ### publish > EventBridge',
        '## index.handler > ### verify',
        ...initialised,
      ]);
    });

    it("hangs it under the function's own segment", () => {
      const { segments } = published;

      const handler = segments.find(({ name }) => name === '## index.handler');
      assert.equal(handler?.parent_id, functionSegment);
      assert.equal(handler?.trace_id, traceId);
    });

    it('ends every step within the step around it', () => {
      const { segments } = published;

      for (const segment of segments) {
        assert.equal(segment.in_progress ?? false, false);
        // It was over before the delivery came; test/cold-start/trace.test.ts is about its times.
        if (path(segment, segments).startsWith('## index.handler > init')) continue;
        const parent = segments.find(({ id }) => id === segment.parent_id);
        if (!parent) continue;
        assert.ok(segment.start_time >= parent.start_time, segment.name);
        assert.ok((segment.end_time ?? Infinity) <= (parent.end_time ?? 0), segment.name);
      }
    });

    it('puts the trace id into the event and the log line', () => {
      const { output } = published;

      const { Entries } = (published.put?.input ?? {}) as { Entries?: { Detail: string }[] };
      assert.equal(JSON.parse(Entries?.[0]?.Detail ?? '').metadata.traceId, traceId);
      assert.equal(output.logs[0]?.xray_trace_id, traceId);
    });

    it('hands the trace on to EventBridge', () => {
      const { segments } = published;

      const call = segments.find(({ name }) => name === 'EventBridge');
      assert.equal(published.put?.headers['x-amzn-trace-id'], `Root=${traceId};Parent=${call?.id};Sampled=1`);
    });

    it('writes nothing to standard error', () => {
      const { stderr } = published;

      assert.equal(stderr, '');
    });
  });

  it('annotates how a delivery ended', async () => {
    const { segments } = await runTraced(invoke(), invoke(delivery('[]')));

    const annotations = segments
      .filter(({ name }) => name === '## index.handler')
      .map((segment) => segment.annotations);
    assert.deepEqual(annotations, [
      {
        ColdStart: true,
        Service: 'webhook-bridge-test',
        outcome: 'published',
        source: 'momento',
        delivery_id: bodyDeliveryId,
        init: 'on-demand',
      },
      {
        ColdStart: false,
        Service: 'webhook-bridge-test',
        outcome: 'refused',
        reason: 'not-an-object',
        source: 'momento',
      },
    ]);
  });

  it('shows the secret fetch of a signature that fits no cached secret under its verification', async () => {
    const { segments } = await runTraced(invoke(delivery(body, { secret: 'wrong' })));

    assert.deepEqual(segments.map((segment) => path(segment, segments)).sort(), [
      '## index.handler',
      '## index.handler > ### verify',
      '## index.handler > ### verify > SecretsManager',
      '## index.handler > ### verify > SecretsManager',
      ...initialised,
    ]);
  });

  it('shows every try to publish', async () => {
    aws.answer('PutEvents', entryRefused('ThrottlingException'), entryAccepted);

    const { segments } = await runTraced(invoke());

    assert.equal(segments.filter(({ name }) => name === 'EventBridge').length, 2);
  });

  it('keeps the deliveries of one environment in their own traces', async () => {
    const second = '1-69558c01-89abcdef0123456789abcdef';

    const { segments } = await runTraced(
      invoke(),
      invoke(delivery(body), `Root=${second};Parent=${functionSegment};Sampled=1`),
    );

    const handlers = segments.filter(({ name }) => name === '## index.handler');
    assert.deepEqual(
      handlers.map((segment) => segment.trace_id),
      [traceId, second],
    );
  });

  it('sends nothing for a delivery that is not sampled, which is published all the same', async () => {
    const { segments, answers } = await runTraced(
      invoke(delivery(body), `Root=${traceId};Parent=${functionSegment};Sampled=0`),
    );

    assert.equal(answers[0]?.statusCode, 200);
    assert.deepEqual(segments, []);
  });

  it('publishes without a trace where there is no segment to hang it under', async () => {
    // Outside Lambda's own file system the X-Ray SDK makes no segment for the function.
    const { answers, segments } = await run(aws, [invoke()], {});

    assert.equal(answers[0]?.statusCode, 200);
    assert.deepEqual(segments, []);
  });

  const canary = 'canary-7f3a';
  const endings: Readonly<Record<string, readonly [Answer, number]>> = {
    published: [entryAccepted, 200],
    'refused by entry': [{ json: { Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: canary }] } }, 503],
  };
  for (const [ending, [answer, status]] of Object.entries(endings)) {
    it(`tells nothing of body, headers or secret when a delivery is ${ending}`, async () => {
      aws.answer('GetSecretValue', secretVersions({ current: `secret-${canary}`, previous: `previous-${canary}` }));
      aws.answer('PutEvents', answer);
      const headers = { authorization: canary, 'user-agent': canary, [canary]: canary };
      const text = payload({ cache: canary, topic: canary, text: canary });
      const event = delivery(text, { secret: `secret-${canary}`, headers });

      const { datagrams, answers, output } = await runTraced(invoke(event), invoke(delivery(text, { secret: canary })));

      const sent = datagrams.join('\n');
      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [status, 401],
      );
      assert.ok(sent.includes('SecretsManager') && sent.includes('EventBridge'));
      assert.ok(!sent.includes(canary), sent);
      assert.ok(!sent.includes(event.headers['momento-signature'] ?? canary), sent);
      assert.ok(!output.text.replace(/^\{"answers".*$/m, '').includes(canary));
    });
  }
});
