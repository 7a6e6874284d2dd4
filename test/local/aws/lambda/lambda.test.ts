import assert from 'node:assert/strict';
import { until } from '../../../until.ts';
import { answerOf, closeAll, exists, hosted } from './hosted-function.ts';

const counting = 'let calls = 0; export const handler = async () => ({ pid: process.pid, calls: ++calls });';
const slow =
  'export const handler = async (ms) => { await new Promise((done) => setTimeout(done, ms)); return process.pid; };';
/** Answers only while as many environments as it is told are in it at once, however long each takes to start. */
const together = `
import { readdirSync, writeFileSync } from 'node:fs';
export const handler = async (count) => {
  writeFileSync(process.pid + '.here', '');
  const here = () => readdirSync('.').filter((name) => name.endsWith('.here')).length;
  while (here() < count) await new Promise((done) => setTimeout(done, 5));
  return process.pid;
};`;

describe('Lambda host', () => {
  afterEach(closeAll);

  it('answers with what the handler returned for the event', async () => {
    const { host } = hosted('export const handler = async (event, context) => [event, context.awsRequestId];');

    const invocation = await host.invoke('{"text":"ä€😀"}', { requestId: '00000000-0000-4000-8000-000000000001' });

    assert.deepEqual(answerOf(invocation), [{ text: 'ä€😀' }, '00000000-0000-4000-8000-000000000001']);
  });

  it('uses the same environment for invocations one after the other', async () => {
    const { host } = hosted(counting);

    const first = answerOf(await host.invoke('{}'));
    const second = answerOf(await host.invoke('{}'));

    assert.deepEqual(
      [first, second],
      [
        { pid: host.environments().pids[0], calls: 1 },
        { pid: host.environments().pids[0], calls: 2 },
      ],
    );
  });

  it('starts an environment for each invocation at the same time', async () => {
    const { host } = hosted(together, { timeoutSeconds: 60 });

    const pids = (await Promise.all(['3', '3', '3'].map((count) => host.invoke(count)))).map(answerOf);

    assert.equal(new Set(pids).size, 3);
    assert.deepEqual(host.environments().idle, 3);
  });

  it('takes the environment used last when several are idle', async () => {
    const { host } = hosted(slow);
    await Promise.all([host.invoke('0'), host.invoke('400')]);
    const last = answerOf(await host.invoke('0'));

    assert.equal(answerOf(await host.invoke('0')), last);
    assert.equal(answerOf(await host.invoke('0')), last);
  });

  it('throttles what exceeds the reserved concurrency, and only that', async () => {
    const { host, events } = hosted(slow, { reservedConcurrency: 2 });

    const invocations = await Promise.all(['300', '300', '300'].map((ms) => host.invoke(ms)));

    assert.deepEqual(
      invocations.map((invocation) => (invocation.ok ? 'ok' : invocation.reason)),
      ['ok', 'ok', 'concurrency-throttled'],
    );
    assert.deepEqual(events.map((event) => event.kind).sort(), ['invocation', 'invocation', 'throttle']);
    assert.equal((await host.invoke('0')).ok, true);
  });

  it('throttles more than ten requests a second for each of the reserved concurrency', async () => {
    // All of a second's at once, for a busy machine takes longer over them one after the other.
    const { host, events } = hosted(counting, { reservedConcurrency: 1 }, { clock: () => 0 });

    const reasons: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const invocation = await host.invoke(() => '{}');
      reasons.push(invocation.ok ? 'ok' : invocation.reason);
    }

    assert.deepEqual(reasons, [...Array(10).fill('ok'), 'rate-throttled', 'rate-throttled']);
    assert.equal(events.filter(({ kind }) => kind === 'throttle').length, 2);
  });

  it('throttles everything when 0 are reserved', async () => {
    const { host } = hosted(slow, { reservedConcurrency: 0 });

    const invocation = await host.invoke('0');

    assert.equal(!invocation.ok && invocation.reason, 'concurrency-throttled');
    assert.deepEqual(host.environments().pids, []);
  });

  it('refuses an event over 6 MB without running the function', async () => {
    const { host } = hosted(slow);

    const invocation = await host.invoke(Buffer.alloc(6_291_457, ' '));

    assert.equal(!invocation.ok && invocation.reason, 'request-too-large');
  });

  it('fails an invocation whose answer is over 6 MB and goes on with the environment', async () => {
    const { host } = hosted('export const handler = async (length) => "a".repeat(length);');

    const large = await host.invoke('6291555');

    assert.equal(!large.ok && large.reason === 'error' && large.errorType, 'Function.ResponseSizeTooLarge');
    assert.equal((await host.invoke('6291554')).ok, true);
    assert.equal(host.environments().pids.length, 1);
  });

  it('gives the process the environment AWS gives and nothing of its own', async () => {
    const { host } = hosted(
      'export const handler = async () => process.env;',
      { environment: { SOURCE: 'momento', TZ: 'UTC', AWS_REGION: 'overridden' }, applicationLogLevel: 'WARN' },
      { extraEnvironment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' } },
    );

    const { AWS_LAMBDA_LOG_STREAM_NAME, AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _X_AMZN_TRACE_ID, ...fixed } =
      answerOf(await host.invoke('{}'));

    assert.match(AWS_LAMBDA_LOG_STREAM_NAME, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.match(AWS_LAMBDA_RUNTIME_API, /^127\.0\.0\.1:\d+$/);
    assert.equal(LAMBDA_TASK_ROOT, host.configuration.codeDirectory);
    assert.match(_X_AMZN_TRACE_ID, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    assert.deepEqual(fixed, {
      AWS_ACCESS_KEY_ID: 'ASIALOCALLOCALLOCAL0',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'ingress',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ingress',
      AWS_LAMBDA_LOG_LEVEL: 'WARN',
      AWS_REGION: 'eu-west-1',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      LANG: 'en_US.UTF-8',
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      SOURCE: 'momento',
      TZ: 'UTC',
      _HANDLER: 'index.handler',
    });
  });

  it('tells the handler its deadline, its function and its trace', async () => {
    const { host } = hosted(
      'export const handler = async (event, context) => [context.invokedFunctionArn, Date.now() + context.getRemainingTimeInMillis(), process.env._X_AMZN_TRACE_ID];',
    );
    const trace = host.trace('Root=1-6b0454f9-92169e9dda3f71f843aec9df;Sampled=1');

    const began = Date.now();
    const [arn, deadline, header] = answerOf(await host.invoke('{}', { trace }));
    const ended = Date.now();

    assert.equal(arn, host.configuration.arn);
    // A millisecond lies between the two clocks that the handler reads.
    assert.ok(deadline >= began + 5000 - 1 && deadline <= ended + 5000 + 1, `${began} to ${ended}, and ${deadline}`);
    assert.equal(header, `Root=1-6b0454f9-92169e9dda3f71f843aec9df;Parent=${trace.invocationSubsegment};Sampled=1`);
  });

  it('ends an environment that was idle for too long', async () => {
    const { host } = hosted(counting, {}, { idleMs: 50 });
    const { pid } = answerOf(await host.invoke('{}'));

    await until(() => !exists(pid));

    assert.equal(answerOf(await host.invoke('{}')).calls, 1);
  });

  it('starts cold after recycling', async () => {
    const { host } = hosted(counting);
    const { pid } = answerOf(await host.invoke('{}'));

    await host.recycle();

    assert.equal(exists(pid), false);
    assert.equal(answerOf(await host.invoke('{}')).calls, 1);
  });

  it('kills every environment, in the middle of an invocation too, and starts another for the next', async () => {
    const { host } = hosted(slow, { timeoutSeconds: 60 });
    const inFlight = host.invoke('60000');
    await until(() => host.environments().pids.length === 1);
    // The second may wait for the init of the first.
    await Promise.all([host.invoke('0'), host.invoke('300')]);
    const { pids } = host.environments();

    await host.kill();

    assert.deepEqual(
      pids.map(exists),
      pids.map(() => false),
    );
    const killed = await inFlight;
    assert.deepEqual(!killed.ok && 'errorMessage' in killed && [killed.reason, killed.errorMessage], [
      'error',
      'Runtime exited with error: signal: SIGKILL',
    ]);
    assert(!pids.includes(answerOf(await host.invoke('0'))));
  });

  it('runs the new code after a deployment, also where an invocation was under way', async () => {
    const { host } = hosted(slow);
    const replacement = hosted('export const handler = async () => "new";').host.configuration.codeDirectory;
    const inFlight = host.invoke('300');
    await until(() => host.environments().busy === 1 && host.environments().pids.length === 1);
    const pids = [...host.environments().pids];

    await host.deploy(replacement);

    assert.equal(answerOf(await host.invoke('0')), 'new');
    assert.equal(answerOf(await inFlight), pids[0]);
    await until(() => pids.every((pid) => !exists(pid)));
    assert.equal(answerOf(await host.invoke('0')), 'new');
    assert.equal(host.configuration.codeDirectory, replacement);
  });

  it('ends every process on close, in the middle of an invocation too', async () => {
    const { host } = hosted(slow, { timeoutSeconds: 60 });
    await host.invoke('0');
    const inFlight = [host.invoke('60000'), host.invoke('60000')];
    await until(() => host.environments().pids.length === 2);
    const { pids } = host.environments();

    await host.close();

    assert.deepEqual(pids.map(exists), [false, false]);
    for (const invocation of await Promise.all(inFlight)) assert.equal(invocation.ok, false);
    const after = await host.invoke('0');
    assert.equal(!after.ok && after.reason, 'closed');
  });
});
