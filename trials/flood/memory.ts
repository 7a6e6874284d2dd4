import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { meansByQuarter, residentMegabytes } from '../shared/process-usage.ts';

/** Resident memory over an attack, in MB. */
export interface Memory {
  readonly begin: number;
  readonly most: number;
  readonly end: number;
  /** Means of its quarters. */
  readonly quarters: readonly number[];
  /** Of the function's processes: the most at once, and the most that one of them had. */
  readonly functions: number;
  readonly functionMost: number;
}

const pauseMs = 250;

/** Looks until `work` is done. */
export async function watchMemory<T>(pid: number, work: Promise<T>): Promise<readonly [T, Memory]> {
  const begin = megabytes(pid);
  const samples: number[] = [];
  let functions = 0;
  let functionMost = 0;
  const done = new AbortController();
  const worked = work.finally(() => done.abort());
  while (!done.signal.aborted) {
    await sleep(pauseMs, undefined, { signal: done.signal }).catch(() => {});
    samples.push(megabytes(pid));
    const each = functionPids(pid).map(megabytes);
    functions = Math.max(functions, each.length);
    functionMost = Math.max(functionMost, ...each);
  }
  const memory = { begin, most: Math.max(begin, ...samples), end: samples.at(-1) ?? begin, functions, functionMost };
  return [await worked, { ...memory, quarters: meansByQuarter(samples) }];
}

/** The execution environments that `npm start` has. */
export function functionPids(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.filter((child) => read(`/proc/${child}/cmdline`).includes('/lambda/environment/bootstrap.mjs'));
}

/** 0 of a process that has just ended. */
function megabytes(pid: number): number {
  try {
    return residentMegabytes(pid) || 0;
  } catch {
    return 0;
  }
}

/** Empty of a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
