import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busOf, peerNames } from '../../../trials/bench/peers/peers.ts';
import type { Results } from '../../../trials/bench/results.ts';
import { until } from '../../until.ts';

/** The benchmark itself refuses to run elsewhere. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;

const bench = join(import.meta.dirname, '../../../trials/bench/bench.ts');

describe('bench', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  const files = { json: join(folder, 'bench.json'), svg: join(folder, 'chart.svg') };
  const smallest = ['--cold-starts', '2', '--warm', '20', '--memory', '256', '--svg', files.svg];
  after(() => rmSync(folder, { recursive: true }));

  onLinux('a run of the smallest size', () => {
    let output: ReturnType<typeof command>;
    let results: Results;

    before(() => {
      output = command(...smallest, '--json', files.json);
      assert.equal(output.status, 0, output.stderr);
      results = JSON.parse(readFileSync(files.json, 'utf8'));
    });

    it('has every measure of every peer', () => {
      assert.deepEqual(Object.keys(results.peers), peerNames);
      for (const name of peerNames) {
        const peer = results.peers[name];
        for (const measure of ['coldReadyMs', 'firstDeliveryMs', 'warmMs', 'warmCpuMs'] as const) {
          const { min, p50, p99, max } = peer[measure];
          assert.ok(0 < min && min <= p50 && p50 <= p99 && p99 <= max, `${name}: ${measure}`);
        }
        for (const measure of ['zipBytes', 'rssBytes', 'rssHalfwayBytes'] as const) {
          assert.ok(Number.isSafeInteger(peer[measure]) && peer[measure] > 0, `${name}: ${measure}`);
        }
      }
    });

    it('has every ratio', () => {
      const { firstDelivery256, ...ratios } = results.ratios;

      for (const [name, ratio] of Object.entries(ratios)) assert.ok(Number.isFinite(ratio), name);
      assert.deepEqual(Object.keys(ratios).toSorted(), [
        'coldReady',
        'coldReadyNaiveBundled',
        'coldReadyNaiveUnbundled',
        'rss',
        'telemetryShareOfWarmCpu',
        'warmCpu',
        'zipBytes',
      ]);
      assert.equal(typeof firstDelivery256 === 'number', results.cpuShares.measured);
    });

    it('made an event on the peer’s own bus of every delivery, but for the empty handler', () => {
      for (const name of peerNames) {
        const { deliveries, published } = results.peers[name];
        assert.ok(deliveries >= 2 + 1 + 20, `${busOf(name)}: ${deliveries}`);
        assert.equal(published, name === 'bare' ? 0 : deliveries, busOf(name));
      }
    });

    it('shows each target with what was measured', () => {
      const lines = output.stdout.split('\n').filter((line) => /≤.*(holds|MISSED|not measured)$/.test(line));

      assert.equal(lines.length, 6, output.stdout);
    });

    it('draws every peer and says where', () => {
      const svg = readFileSync(files.svg, 'utf8');

      for (const name of peerNames) assert.ok(svg.includes(`>${name}</text>`), name);
      assert.match(output.stderr, /wrote .*chart\.svg and .*bench\.json/);
    });
  });

  onLinux('an interrupted run', () => {
    it('leaves no process behind on Ctrl-C and says that it was interrupted', async () => {
      const child = spawn(process.execPath, [bench, ...smallest], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await until(() => said.includes('cold starts'));
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      child.kill('SIGINT');
      // By then, unlike at its exit, all that it said has been read.
      const [status] = await once(child, 'close');

      assert.equal(status, 130);
      assert.match(said, /interrupted/);
      assert.ok(children.length > 0);
      // What guards the environments against the bench's own death ends when it sees the bench go.
      await until(() => !children.some(isAlive));
    });
  });

  it('names a flag that it does not know, and ends with status 2', () => {
    const { status, stderr } = command('--quik');

    assert.equal(status, 2);
    assert.match(stderr, /--quik.*--help/);
  });

  it('names a size that it does not take, and ends with status 2', () => {
    const { status, stderr } = command('--memory', '256,64');

    assert.equal(status, 2);
    assert.match(stderr, /--memory has "64"; it wants sizes from 128 to 10240/);
  });

  it('says at once that a file cannot be written', () => {
    const { status, stderr } = command('--json', join(folder, 'no such folder/bench.json'));

    assert.equal(status, 1);
    assert.match(stderr, /no such folder\/bench\.json cannot be written/);
  });
});

function command(...args: readonly string[]) {
  return spawnSync(process.execPath, [bench, ...args], { encoding: 'utf8' });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
