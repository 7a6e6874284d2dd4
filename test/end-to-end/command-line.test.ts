import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from '../until.ts';
import { payload, secretOf, send, sign, startCli, startCliAsJob, startJson, takenIn } from './running.ts';

describe('npm start', () => {
  async function outcome(...args: readonly string[]) {
    const child = startCli(...args);
    const [out, said, [status]] = await Promise.all([
      child.stdout ? text(child.stdout) : '',
      child.stderr ? text(child.stderr) : '',
      once(child, 'exit'),
    ]);
    return { out, said, status };
  }

  it('--once shows every step of one delivery and exits with 0', async () => {
    const { out, status } = await outcome('--once', '--json');
    const steps = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      steps.map(({ step, ok }) => [step, ok]),
      ['secret', 'delivery', 'event', 'log line', 'metrics', 'cold start'].map((step) => [step, true]),
    );
    assert.equal(status, 0);
  });

  it('--help lists every flag', async () => {
    const { out, status } = await outcome('--help');
    for (const flag of ['--stack', '--port', '--aws-port', '--console-port', '--once', '--json']) {
      assert(out.includes(flag), flag);
    }
    assert.equal(status, 0);
  });

  it('names an unknown flag in one line and exits with 2', async () => {
    const { said, status } = await outcome('--prot', '1');
    assert.match(said, /^Unknown option '--prot'; .*--help.*\n$/);
    assert.equal(status, 2);
  });

  it('names a port that is none and exits with 2', async () => {
    const { said, status } = await outcome('--port', '99999');
    assert.equal(said, '--port is "99999"; it wants a port from 0 to 65535\n');
    assert.equal(status, 2);
  });

  it('names two flags that have the same port and exits with 2', async () => {
    const { said, status } = await outcome('--aws-port', '3000');
    assert.equal(said, '--port and --aws-port are both 3000; each wants a port of its own\n');
    assert.equal(status, 2);
  });

  it('names a --config that is none and exits with 2', async () => {
    const { said, status } = await outcome('--config', 'protect');
    assert.equal(said.split('\n').at(-2), '--config is "protect"; it wants KEY=VALUE, as in --config memory=512');
    assert.equal(status, 2);
  });

  it('names a missing stack file and the stacks there are, and exits with 2', async () => {
    const { said, status } = await outcome('--stack', 'nowhere');
    assert.equal(
      said.split('\n').at(-2),
      'there is no stack nowhere: Pulumi.nowhere.yaml is missing; here are dev, prod',
    );
    assert.equal(status, 2);
  });

  it('names a port in use and the flag that chooses another, and exits with 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    assert(typeof address === 'object' && address);

    const { said, status } = await outcome('--port', String(address.port), '--aws-port', '0');

    taken.close();
    assert.equal(said.split('\n').at(-2), `port ${address.port} is in use; choose another with --port`);
    assert.equal(status, 1);
  });

  it('serves the console where its first line says', async () => {
    const run = await startJson();

    const { status, headers } = await fetch(run.console);

    await run.stop();
    assert.equal(status, 200);
    assert.match(String(headers.get('content-type')), /^text\/html/);
  });

  it('stops without a word of failure when it is interrupted while the program still runs', async () => {
    const child = startCliAsJob('--once');
    const said = child.stderr ? text(child.stderr) : '';
    if (child.stderr) await once(child.stderr, 'data');
    await until(() => descendants(child.pid).length > 0);

    // Ctrl-C reaches every process of the terminal's group.
    const exited = once(child, 'exit');
    process.kill(-(child.pid ?? assert.fail('no process')), 'SIGINT');
    const [status] = await exited;

    assert.equal(status, 130);
    assert.equal((await said).includes('exit status'), false);
  });

  it('runs on when nobody reads its lines any more', async () => {
    const run = await startJson();
    run.process.stdout?.destroy();
    const secret = await secretOf(run);
    const deliver = async () => {
      const body = payload();
      return takenIn(run, await send(run, { body, signature: sign(secret, body) }));
    };

    const ids = [await deliver(), await deliver()];

    await run.stop();
    assert.equal(new Set(ids).size, 2);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`leaves no child behind on ${signal}`, async () => {
      const run = await startJson();
      const body = payload();
      await send(run, { body, signature: sign(await secretOf(run), body) });
      const children = descendants(run.process.pid);
      assert(children.length > 0);

      run.process.kill(signal);
      const [status] = await once(run.process, 'exit');

      assert.equal(status, 0);
      assert.deepEqual(children.filter(isAlive), []);
    });
  }
});

function descendants(pid: number | undefined): readonly number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? []);
  const below = (parent: number | undefined): number[] =>
    rows
      .filter(([, , ppid]) => Number(ppid) === parent)
      .flatMap(([, child]) => [Number(child), ...below(Number(child))]);
  const own = rows.filter(([, , , args]) => args?.startsWith('ps -e')).map(([, child]) => Number(child));
  return below(pid).filter((child) => !own.includes(child));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
