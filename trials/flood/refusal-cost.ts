import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalRun } from '../shared/local-run.ts';
import { cpuMs } from '../shared/process-usage.ts';
import { addressOf } from './attacks/attack.ts';
import { Connection, type ResponseStatus } from './attacks/connection.ts';
import { unsigned, wronglySigned } from './attacks/requests.ts';
import { functionPids } from './memory.ts';

/** What one environment spends on a request that it refuses. */
export interface RefusalCost {
  readonly what: string;
  readonly status: ResponseStatus;
  /** One after the other. */
  readonly perSecond: number;
  /** CPU of a request, in milliseconds: in the function, and in what stands for AWS. */
  readonly functionMs: number;
  readonly hostMs: number;
}

const kinds = [
  ['unsigned', unsigned, 1_000],
  ['unsigned', unsigned, 262_144],
  ['unsigned', unsigned, 1_000_000],
  ['unsigned', unsigned, 6_200_000],
  ['wrong signature', wronglySigned, 1_000],
  ['wrong signature', wronglySigned, 262_144],
] as const;

const samples = 200;

/** Of a second's requests all may come at once; then the bucket fills again. */
const pauseMs = 500;

/** Sends one request after the other, so that a single environment takes them all. */
export async function refusalCosts({ pid, webhook }: LocalRun, stopped: AbortSignal): Promise<readonly RefusalCost[]> {
  const costs: RefusalCost[] = [];
  const connection = new Connection(addressOf(webhook));
  const functionsMs = () => functionPids(pid).reduce((sum, one) => sum + cpuMs(one), 0);
  for (const [kind, make, bytes] of kinds) {
    const request = make(webhook, bytes);
    const count = bytes > 1_000_000 ? samples / 10 : samples;
    let refused = 0;
    let tookMs = 0;
    let status: ResponseStatus;
    const before = { functions: functionsMs(), host: cpuMs(pid) };
    while (refused < count && !stopped.aborted) {
      const began = performance.now();
      const answer = await connection.send(request);
      if (answer === 429) await sleep(pauseMs);
      else {
        tookMs += performance.now() - began;
        status = answer;
        refused += 1;
      }
    }
    costs.push({
      what: `${kind}, ${bytes.toLocaleString('en')} bytes`,
      status,
      perSecond: (1000 * refused) / tookMs,
      functionMs: (functionsMs() - before.functions) / refused,
      hostMs: (cpuMs(pid) - before.host) / refused,
    });
  }
  connection.close();
  return costs;
}
