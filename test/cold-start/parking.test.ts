import assert from 'node:assert/strict';
import { type AwsServer, entryAccepted, entryRefused, messageAccepted } from '../function/harness/aws-server.ts';
import { answeringAws, type BundledFunction, bundledFunction, functionFiles } from './bundled-function.ts';
import { shape, type XrayDaemon, xrayDaemon } from './xray-daemon.ts';

/** Says into the log when a part of the bundle is loaded. */
const saying = `
  import Module from 'node:module';
  const load = Module._load;
  Module._load = function (specifier, ...rest) {
    if (specifier.endsWith('.cjs')) console.log('loads ' + specifier);
    return load.call(this, specifier, ...rest);
  };
`;

const sampled = 'Root=1-69558c00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1';

describe('parking, of the bundle', () => {
  let aws: AwsServer;
  let daemon: XrayDaemon;
  let bundled: BundledFunction;

  beforeEach(async () => {
    aws = await answeringAws();
    aws.answer('SendMessage', messageAccepted);
    daemon = await xrayDaemon();
    bundled = bundledFunction(await functionFiles(), aws.endpoint, {
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      NODE_OPTIONS: `--v8-pool-size=1 --import=data:text/javascript,${encodeURIComponent(saying)}`,
    });
  });
  afterEach(async () => {
    await bundled.close();
    daemon.close();
    await aws.close();
  });

  const loaded = (text: string) => [...new Set([...text.matchAll(/loads \.\/([\w-]+)\.cjs/g)].map(([, part]) => part))];

  it('is loaded neither by a cold start nor by a delivery that the bus takes', async () => {
    const { text } = await bundled.deliver();

    assert.deepEqual(loaded(text), ['function', 'sdk', 'telemetry']);
  });

  it('is loaded by the first delivery that the bus does not take, and by no other', async () => {
    await bundled.deliver();
    aws.answer('PutEvents', entryRefused('MalformedDetail'));

    const first = await bundled.deliver();
    const second = await bundled.deliver();

    assert.deepEqual([first.answer.statusCode, second.answer.statusCode], [202, 202]);
    assert.deepEqual(loaded(first.text), ['parking-queue']);
    assert.deepEqual(loaded(second.text), []);
  });

  it('takes the very first delivery of an environment as well', async () => {
    aws.answer('connect', { reset: true });
    aws.answer('PutEvents', { reset: true });

    const { answer } = await bundled.deliver();

    assert.equal(answer.statusCode, 202);
    assert.equal(aws.requests('SendMessage').length, 1);
  });

  it('is a step of the trace, with its call, to which the trace is handed on', async () => {
    await bundled.deliver();
    aws.answer('PutEvents', entryRefused('MalformedDetail'), entryAccepted);

    await bundled.deliver(sampled);

    const trees = await daemon.trees();
    assert.deepEqual(trees.map(shape), ['## index.handler [### park [SQS], ### publish [EventBridge], ### verify]']);
    const call = trees[0]?.children.find(({ name }) => name === '### park')?.children[0];
    assert.equal(
      aws.requests('SendMessage')[0]?.headers['x-amzn-trace-id'],
      `Root=1-69558c00-0123456789abcdef01234567;Parent=${call?.id};Sampled=1`,
    );
    assert.partialDeepStrictEqual(trees[0]?.annotations, { outcome: 'parked' });
  });
});
