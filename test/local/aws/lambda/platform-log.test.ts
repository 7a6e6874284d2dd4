import assert from 'node:assert/strict';
import { closeAll, hosted } from './hosted-function.ts';

const talkative = `
console.log('at init');
export const handler = async () => {
  console.info('two\\nlines');
  console.debug('fine print');
  process.stdout.write('raw\\nunended');
};`;
const exiting = 'export const handler = async () => process.exit(1);';
const sleeping = 'export const handler = () => new Promise(() => setTimeout(() => {}, 60000));';

describe('platform log', () => {
  afterEach(closeAll);

  it('puts what the function logs of a delivery between its start and its report', async () => {
    const { host, messages } = hosted(talkative, { applicationLogLevel: 'DEBUG' });

    await host.invoke('{}');
    await host.invoke('{}');

    const delivery = ['platform.start', 'two\nlines', 'fine print', 'raw', 'unended', 'platform.report'];
    assert.deepEqual(messages().map(gist), ['platform.initStart', 'at init', ...delivery, ...delivery]);
  });

  it('puts what the function writes to standard error there too', async () => {
    const { host, messages } = hosted('export const handler = async () => { process.stderr.write("oops\\n"); };');

    await host.invoke('{}');

    assert.deepEqual(messages().map(gist).slice(1), ['platform.start', 'oops', 'platform.report']);
  });

  it('hands on every line of a delivery that logs more than a pipe holds', async () => {
    const { host, messages } = hosted(
      'export const handler = async () => { for (let n = 0; n < 5000; n += 1) process.stdout.write(`line ${n} ${"x".repeat(80)}\\n`); };',
    );

    await host.invoke('{}');

    assert.equal(messages().filter((message) => message.startsWith('line ')).length, 5000);
    assert.match(messages().at(-1) ?? '', /platform\.report/);
  });

  it('reports a cold start with its init, which is billed, and a warm one without', async () => {
    const { host, platform } = hosted(
      'await new Promise((done) => setTimeout(done, 200)); export const handler = async () => {};',
    );
    const began = performance.now();

    await host.invoke('{}');
    const tookMs = performance.now() - began;
    await host.invoke('{}');

    const [cold = {}, warm = {}] = platform()
      .filter(({ type }) => type === 'platform.report')
      .map(({ record }) => record.metrics);
    const { durationMs = 0, initDurationMs = 0 } = cold;
    // The host reads its clock a moment after the fork, and a late moment on a machine that stalls.
    assert.ok(initDurationMs >= 100, `init took ${initDurationMs} ms`);
    // The init lies before the invocation and is no part of it.
    assert.ok(durationMs > 0 && initDurationMs + durationMs < tookMs, `${durationMs} ms in ${tookMs} ms`);
    assert.ok(Math.abs((cold.billedDurationMs ?? 0) - Math.ceil(durationMs + initDurationMs)) <= 1);
    assert.equal(cold.memorySizeMB, 256);
    assert.ok(Math.abs((warm.billedDurationMs ?? 0) - Math.ceil(warm.durationMs ?? 0)) <= 1);
    assert.equal('initDurationMs' in warm, false);
  });

  it('measures the memory the process had at its peak', async function () {
    if (process.platform !== 'linux') this.skip();
    const { host, platform } = hosted('export const handler = async (mb) => Buffer.alloc(mb * 1024 * 1024, 1).length;');

    await host.invoke('0');
    await host.invoke('150');

    const [before = 0, after = 0] = platform().flatMap(({ record }) => record.metrics?.maxMemoryUsedMB ?? []);
    assert.ok(before > 20 && before < 120, `${before} MB for nothing`);
    assert.ok(after >= before + 140, `${before} MB, then ${after} MB with 150 MB more`);
  });

  it('names the trace of a sampled invocation and of no other', async () => {
    const { host, platform } = hosted('export const handler = async () => {};');
    const root = '1-6b0454f9-92169e9dda3f71f843aec9df';
    const trace = host.trace(`Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`);

    await host.invoke('{}', { trace });
    await host.invoke('{}', { trace: { ...trace, sampled: false } });

    const tracing = {
      spanId: trace.functionSegment,
      type: 'X-Amzn-Trace-Id',
      value: `Root=${root};Parent=${trace.serviceSegment};Sampled=1`,
    };
    assert.deepEqual(
      platform().map(({ type, record }) => [type, record.tracing]),
      [
        ['platform.initStart', undefined],
        ['platform.start', tracing],
        ['platform.report', tracing],
        ['platform.start', undefined],
        ['platform.report', undefined],
      ],
    );
  });

  it('leaves out at WARN what went well', async () => {
    const { host, messages } = hosted(talkative, { systemLogLevel: 'WARN', applicationLogLevel: 'ERROR' });

    await host.invoke('{}');

    assert.deepEqual(messages(), ['raw', 'unended']);
  });

  it('tells at WARN of what failed', async () => {
    const { host, platform } = hosted(exiting, { systemLogLevel: 'WARN' });

    await host.invoke('{}');

    assert.deepEqual(
      platform().map(({ type, record }) => [type, record.status, record.errorType]),
      [
        ['platform.runtimeDone', 'error', 'Runtime.ExitError'],
        ['platform.report', 'error', 'Runtime.ExitError'],
      ],
    );
  });

  it('tells at DEBUG of every phase', async () => {
    const { host, platform } = hosted('export const handler = async () => "six";', { systemLogLevel: 'DEBUG' });

    await host.invoke('{}');

    assert.deepEqual(
      platform().map(({ type, record }) => [type, record.status]),
      [
        ['platform.initStart', undefined],
        ['platform.initRuntimeDone', 'success'],
        ['platform.initReport', 'success'],
        ['platform.start', undefined],
        ['platform.runtimeDone', 'success'],
        ['platform.report', 'success'],
      ],
    );
    assert.equal(platform()[4]?.record.metrics?.producedBytes, 5);
  });

  it('reports a time-out', async () => {
    const { host, platform } = hosted(sleeping, { timeoutSeconds: 1 });

    await host.invoke('{}');

    const report = platform().at(-1)?.record;
    assert.equal(report?.status, 'timeout');
    assert.ok((report?.metrics?.durationMs ?? 0) >= 1000);
  });
});

/** What a line is about: the type of a platform event, the message of a console call, the line itself otherwise. */
function gist(line: string): string {
  if (!line.startsWith('{')) return line;
  const { type, message } = JSON.parse(line);
  return type ?? message;
}
