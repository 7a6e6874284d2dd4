import assert from 'node:assert/strict';
import { until } from '../../../until.ts';
import { answerOf, closeAll, exists, hosted } from './hosted-function.ts';

describe('a function that fails', () => {
  afterEach(closeAll);

  it('reports what the handler threw and keeps its environment', async () => {
    const { host } = hosted(
      'export const handler = async (event) => { if (event.fail) throw new RangeError("no such room"); return process.pid; };',
    );
    const pid = answerOf(await host.invoke('{}'));

    const failed = await host.invoke('{"fail":true}');

    assert.deepEqual(failed, {
      ok: false,
      requestId: failed.requestId,
      reason: 'error',
      errorType: 'RangeError',
      errorMessage: 'no such room',
    });
    assert.equal(answerOf(await host.invoke('{}')), pid);
  });

  it('is killed at its time-out and replaced', async () => {
    const { host, messages, platform } = hosted(
      'process.stdout.write(`pid ${process.pid}\n`); export const handler = async () => { for (;;); };',
      { timeoutSeconds: 1 },
    );
    const pids = () => messages().flatMap((line) => /^pid (\d+)$/.exec(line)?.slice(1).map(Number) ?? []);

    const late = await host.invoke('{}');

    assert.equal(!late.ok && late.reason, 'timeout');
    assert.ok(Number(platform().at(-1)?.record.metrics?.durationMs) >= 1000);
    const [pid = 0] = pids();
    assert.ok(pid > 0 && !exists(pid));
    await host.invoke('{}');
    assert.equal(new Set(pids()).size, 2);
  });

  it('is Runtime.ExitError when the process exits, and is replaced', async () => {
    const { host } = hosted(
      'export const handler = async (event) => { if (event.exit) process.exit(3); return process.pid; };',
    );
    const pid = answerOf(await host.invoke('{}'));

    const crashed = await host.invoke('{"exit":true}');

    assert.deepEqual(!crashed.ok && 'errorType' in crashed && [crashed.errorType, crashed.errorMessage], [
      'Runtime.ExitError',
      'Runtime exited with error: exit status 3',
    ]);
    assert.notEqual(answerOf(await host.invoke('{}')), pid);
  });

  it('reports an error nobody caught although the process exits with it', async () => {
    const { host } = hosted(
      'export const handler = () => new Promise(() => setImmediate(() => { throw new Error("loose") }));',
    );

    const crashed = await host.invoke('{}');

    assert.deepEqual(!crashed.ok && 'errorType' in crashed && [crashed.errorType, crashed.errorMessage], [
      'Error',
      'loose',
    ]);
    assert.deepEqual(host.environments().pids, []);
  });

  it('has answered when it fails only afterwards, and is replaced', async () => {
    const { host } = hosted(
      'export const handler = async () => { setImmediate(() => { throw new Error("late") }); return process.pid; };',
    );

    const pid = answerOf(await host.invoke('{}'));

    await until(() => host.environments().pids.length === 0);
    assert.notEqual(answerOf(await host.invoke('{}')), pid);
  });

  it('is Runtime.ExitError when its code directory is not there', async () => {
    const { host } = hosted('', { codeDirectory: '/nowhere' });

    const invocation = await host.invoke('{}');

    assert.equal(!invocation.ok && 'errorType' in invocation && invocation.errorType, 'Runtime.ExitError');
  });

  it('answers null when it never does and has nothing left to do, as the runtime client decides', async () => {
    const { host } = hosted('export const handler = () => {};');

    assert.equal(answerOf(await host.invoke('{}')), null);
  });
});

describe('an init that fails', () => {
  afterEach(closeAll);

  for (const [what, source, errorType] of [
    ['a module that does not load', 'import "./absent.mjs";', 'Error'],
    ['a handler that is not exported', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['a process that exits', 'process.exit(1);', 'Runtime.ExitError'],
    ['a module that throws', 'throw new TypeError("SECRET_ID is not set");', 'TypeError'],
  ] as const) {
    it(`fails the invocation when it is ${what}, after a second try`, async () => {
      const { host, platform } = hosted(source);

      const invocation = await host.invoke('{}');

      assert.deepEqual(!invocation.ok && 'errorType' in invocation && [invocation.reason, invocation.errorType], [
        'init-error',
        errorType,
      ]);
      assert.deepEqual(
        platform()
          .filter(({ type }) => type === 'platform.initReport')
          .map(({ record }) => [record.phase, record.status, record.errorType]),
        [
          ['init', 'error', errorType],
          ['invoke', 'error', errorType],
        ],
      );
      assert.deepEqual(host.environments().pids, []);
    });
  }

  it('is tried again within the invocation, with the time-out of the function', async () => {
    const { host, lines, platform } = hosted(
      'await new Promise((done) => setTimeout(done, 600)); export const handler = async () => "up";',
      { timeoutSeconds: 30 },
      { initLimitMs: 300 },
    );

    const invocation = await host.invoke('{}');

    assert.equal(answerOf(invocation), 'up');
    const reports = platform().filter(({ type }) => type === 'platform.initReport');
    assert.deepEqual(
      reports.map(({ record }) => [record.phase, record.status, record.errorType]),
      [['init', 'timeout', 'Sandbox.Timedout']],
    );
    const metrics = platform().at(-1)?.record.metrics ?? {};
    assert.ok((metrics.durationMs ?? 0) > 600, 'the second init counts as duration');
    assert.ok((metrics.billedDurationMs ?? 0) > 900, 'the first is billed too');
    assert.equal(metrics.initDurationMs, undefined);
    assert.equal(new Set(lines.map(({ stream }) => stream)).size, 1);
  });

  it('times out when the second try takes longer than the function may', async () => {
    const { host } = hosted(
      'await new Promise((done) => setTimeout(done, 60000));',
      { timeoutSeconds: 1 },
      { initLimitMs: 200 },
    );

    const invocation = await host.invoke('{}');

    assert.equal(!invocation.ok && invocation.reason, 'timeout');
    assert.deepEqual(host.environments().pids, []);
  });
});
