import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A limit on the CPU time of a process, as Lambda sets it after INIT. */
interface CpuShare extends Disposable {
  readonly apply: (pid: number) => void;
}

export type CpuShares =
  | { readonly available: true; readonly says: string; readonly of: (memoryMb: number) => CpuShare }
  | { readonly available: false; readonly says: string };

/** 1,769 MB have one vCPU, less has its part of it. (Developer guide, "Configure Lambda function memory") */
export function vCpus(memoryMb: number): number {
  return memoryMb / 1769;
}

/** Lambda's own bandwidth period in microseconds: a spent share comes back within it. */
const period = 20_000;

/** Finds out, by setting one, whether this machine lets this user set CPU quotas with cgroups, of either version. */
export async function cpuShares(): Promise<CpuShares> {
  const failures: string[] = [];
  for (const controller of controllers()) {
    try {
      await probe(controller);
      const of = (memoryMb: number) => controller.open(String(memoryMb), Math.round(period * vCpus(memoryMb)));
      return { available: true, says: controller.says, of };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { available: false, says: `no CPU quota can be set on this machine (${failures[0] ?? 'it has no cgroups'})` };
}

/** Making a cgroup, limiting it and moving a process there take different rights. */
async function probe(controller: Controller): Promise<void> {
  using share = controller.open('probe', period);
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  try {
    await once(child, 'spawn');
    share.apply(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}

interface Controller {
  readonly says: string;
  /** @param quota CPU time a period, in microseconds */
  readonly open: (name: string, quota: number) => CpuShare;
}

function controllers(): readonly Controller[] {
  const mounts = readText('/proc/mounts').map((line) => line.split(' '));
  return readText('/proc/self/cgroup').flatMap((line): readonly Controller[] => {
    const [, names = '', own = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const version = names === '' ? 2 : 1;
    if (version === 1 && !names.split(',').includes('cpu')) return [];
    const mount = mounts.find(([, , type, options = '']) => {
      return version === 2 ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes('cpu');
    })?.[1];
    if (mount === undefined) return [];
    const says = `cgroup v${version} CPU quota over periods of ${period / 1000} ms`;
    // A cgroup that holds processes may have no children with limits (v2), so those above it are tried as well.
    return [own, ...ancestors(own)].map((path) => ({
      says,
      open: (name, quota) => open(join(mount, path), version, name, quota),
    }));
  });
}

function open(parent: string, version: 1 | 2, name: string, quota: number): CpuShare {
  const folder = join(parent, `webhook-bridge-bench-${process.pid}-${name}`);
  mkdirSync(folder);
  try {
    if (version === 2) writeFileSync(join(folder, 'cpu.max'), `${quota} ${period}`);
    else {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(period));
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota));
    }
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return {
    apply: (pid) => writeFileSync(join(folder, 'cgroup.procs'), String(pid)),
    [Symbol.dispose]: () => rmdirSync(folder),
  };
}

function ancestors(path: string): readonly string[] {
  return path === '/' ? [] : [dirname(path), ...ancestors(dirname(path))];
}

function readText(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}
