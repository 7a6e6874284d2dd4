import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Traced, xrayDaemon } from '../../cold-start/xray-daemon.ts';
import { type Answer, type AwsRequest, startAws } from '../harness/aws-server.ts';
import { lambdaEnvironment } from '../harness/lambda-environment.ts';
import { comparable } from './comparable-trees.ts';
import { answers, departures, passedThrough, scenarios, traceIdOf, withoutTrace } from './xray-scenarios.ts';

const program = fileURLToPath(new URL('./traced-scenarios.ts', import.meta.url));
const standIn = fileURLToPath(new URL('./stand-in.ts', import.meta.url));
const telemetry = new URL('../../../function/telemetry/telemetry.ts', import.meta.url);

/** What came of all scenarios with one of the two SDKs. */
interface Played {
  readonly trees: readonly Traced[];
  readonly requests: readonly AwsRequest[];
}

async function played(preload: readonly string[]): Promise<Played> {
  const aws = await startAws();
  aws.answer('PutEvents', ({ Entries }): Answer => {
    const [entry] = Entries as { readonly DetailType: string }[];
    return answers[entry?.DetailType ?? ''] ?? { error: 'NoSuchAnswer' };
  });
  const daemon = await xrayDaemon();
  const { PATH = '', NODE_V8_COVERAGE } = process.env;
  const child = spawn(process.execPath, [...preload, program], {
    env: {
      PATH,
      // Lets c8 see what the child ran.
      ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
      ...lambdaEnvironment(aws),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'webhook-bridge-test',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      AWS_XRAY_LOG_LEVEL: 'silent',
      LAMBDA_TASK_ROOT: '/var/task',
    },
  });
  try {
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.equal(exitCode, 0, stderr);
    return { trees: await daemon.trees(), requests: aws.requests() };
  } finally {
    daemon.close();
    await aws.close();
  }
}

describe('xray, in the place of the X-Ray SDK', () => {
  let theirs: Played;
  let ours: Played;

  before(async () => {
    [theirs, ours] = await Promise.all([played([]), played(['--import', standIn])]);
  });

  const treesOf = ({ trees }: Played, scenario: string) =>
    trees.filter(({ traceId }) => traceId === traceIdOf(scenario));
  /** The trace headers of a scenario's requests, each with its parent's path in place of its parent. */
  const headersOf = ({ trees, requests }: Played, scenario: string) =>
    requests
      .map(({ headers }) => String(headers['x-amzn-trace-id']))
      .filter((header) => header.includes(traceIdOf(scenario)))
      .map((header) => header.replace(/Parent=(\w+)/, (_, id) => `Parent=${pathTo(id, trees)}`))
      .sort();

  for (const scenario of Object.keys({ ...scenarios, ...passedThrough })) {
    it(`draws ${scenario} as the SDK does, and hands the trace on as it does`, () => {
      assert.deepEqual(treesOf(ours, scenario).map(comparable), treesOf(theirs, scenario).map(comparable));
      assert.deepEqual(headersOf(ours, scenario), headersOf(theirs, scenario));
    });
  }

  it('is compared with an SDK that draws something', () => {
    const drawn = Object.keys(scenarios).filter((scenario) => treesOf(theirs, scenario).length > 0);

    assert.equal(drawn.length, Object.keys(scenarios).length - 1);
  });

  it('draws a step that ends before what is below it, of which the SDK draws the rest alone', () => {
    const scenario = 'a call that outlives all steps around it' satisfies keyof typeof departures;

    assert.deepEqual(treesOf(theirs, scenario).map(shape), ['EventBridge']);
    assert.deepEqual(treesOf(ours, scenario).map(shape), ['step [EventBridge]']);
  });

  it('sends nothing under ids that the SDK would invent, where the header lacks them', () => {
    const invented = ({ trees }: Played) =>
      trees.filter(
        ({ traceId }) =>
          !Object.keys({ ...scenarios, ...departures })
            .map(traceIdOf)
            .includes(traceId),
      );

    assert.ok(treesOf(theirs, 'a header without a parent').length > 0);
    assert.ok(invented(theirs).length > 0);
    assert.deepEqual(treesOf(ours, 'a header without a parent'), []);
    assert.deepEqual(treesOf(ours, 'a header without a decision'), []);
    assert.deepEqual(invented(ours), []);
  });

  it('lets calls be made whatever the header is', () => {
    assert.equal(ours.requests.length, theirs.requests.length);
    assert.ok(ours.requests.length > Object.keys(scenarios).length / 2 + withoutTrace.length);
  });

  it('is asked by function/ for nothing of the Tracer that is not played here, or needs no segment', () => {
    const code = readFileSync(telemetry, 'utf8');
    const asked = new Set([...code.matchAll(/\btracer\.(?:provider\.)?(\w+)/g)].map(([, name]) => name));
    const ofSubsegments = new Set(
      [...code.matchAll(/(?:getSegment\(\)|subsegment)\?\.(\w+)/g)].map(([, name]) => name),
    );

    const played = ['captureAWSv3Client', 'captureAsyncFunc', 'getSegment', 'putAnnotation'];
    const ofTheHeader = ['getRootXrayTraceId', 'isTraceSampled'];
    assert.deepEqual([...asked].sort(), [...played, ...ofTheHeader, 'addServiceNameAnnotation'].sort());
    assert.deepEqual([...ofSubsegments].sort(), ['addErrorFlag', 'addFaultFlag', 'addSubsegment', 'close']);
  });
});

function pathTo(id: string, trees: readonly Traced[]): string {
  for (const tree of trees) {
    if (tree.id === id) return tree.name;
    const below = pathTo(id, tree.children);
    if (below) return `${tree.name} > ${below}`;
  }
  return '';
}

function shape({ name, children }: Traced): string {
  return children.length === 0 ? name : `${name} [${children.map(shape).join(', ')}]`;
}
