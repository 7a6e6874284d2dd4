import { cpuMs, residentBytes } from '../../shared/process-usage.ts';
import type { BenchProgress } from '../progress.ts';
import { type HostedPeer, hosted, type Platform, type UnpackedPeer } from './hosted.ts';
import { rotated } from './turns.ts';

export interface WarmOptions extends Platform {
  readonly peers: readonly UnpackedPeer[];
  readonly memoryMb: number;
  /** To each peer, after the first one to each, which is not counted. */
  readonly deliveries: number;
  readonly progress: BenchProgress;
}

/** What one peer's warm deliveries came to. */
export interface WarmSamples {
  /** Each delivery, in milliseconds. */
  readonly warmMs: number[];
  /** CPU time of the environment's process a delivery, in milliseconds; the mean of each block. */
  readonly warmCpuMs: number[];
  /** After each block. */
  readonly residentBytes: number[];
}

/** Deliveries of one peer before the next one's turn: enough for its CPU time to be divided by. */
export const block = 100;

/** One environment a peer, with the whole CPU, one delivery at a time; the peers take turns in blocks. */
export async function warmDeliveries(options: WarmOptions): Promise<readonly WarmSamples[]> {
  const { peers, deliveries, progress, ...platform } = options;
  await using cleanup = new AsyncDisposableStack();
  const turns = peers.map((unpacked) => ({
    environment: cleanup.use(hosted({ ...platform, ...unpacked })),
    samples: { warmMs: [], warmCpuMs: [], residentBytes: [] } as WarmSamples,
  }));
  for (const { environment } of turns) await deliverOnce(environment, progress);
  for (let done = 0; done < deliveries; done += block) {
    for (const { environment, samples } of rotated(turns, done / block)) {
      progress.step('warm deliveries', environment.peer.name);
      await deliverBlock(environment, samples, Math.min(block, deliveries - done), progress);
    }
  }
  return turns.map(({ samples }) => samples);
}

async function deliverBlock(
  environment: HostedPeer,
  samples: WarmSamples,
  count: number,
  progress: BenchProgress,
): Promise<void> {
  const before = cpuMs(environment.pid());
  for (let delivered = 0; delivered < count; delivered += 1) {
    samples.warmMs.push(await deliverOnce(environment, progress));
  }
  samples.warmCpuMs.push((cpuMs(environment.pid()) - before) / count);
  samples.residentBytes.push(residentBytes(environment.pid()));
}

async function deliverOnce(environment: HostedPeer, progress: BenchProgress): Promise<number> {
  progress.check();
  return (await environment.deliver()).durationMs;
}
