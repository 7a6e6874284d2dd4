import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time that the threads of a process have had, in milliseconds, to the nanosecond that the scheduler counts in;
 * `/proc/PID/stat` would count in hundredths of a second. (Linux, Documentation/scheduler/sched-stats.rst)
 */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  });
  return nanoseconds.reduce((sum, part) => sum + part, 0) / 1e6;
}

/** Memory of a process that is resident now. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

export function residentMegabytes(pid: number): number {
  return residentBytes(pid) / 1e6;
}

/** Means of the first to the last quarter of samples, which show whether what they measure grows. */
export function meansByQuarter(samples: readonly number[]): readonly number[] {
  return [0, 1, 2, 3].map((n) => {
    const quarter = samples.slice(Math.floor((n * samples.length) / 4), Math.ceil(((n + 1) * samples.length) / 4));
    return quarter.reduce((sum, one) => sum + one, 0) / quarter.length;
  });
}
