import { cpuMs, residentBytes } from '../../shared/process-usage.ts';
import { type Hosted, hosted, type Surroundings, type Unpacked } from './hosted.ts';
import { type Pace, rotated } from './turns.ts';

export interface WarmOptions extends Surroundings {
  readonly peers: readonly Unpacked[];
  readonly memoryMb: number;
  /** To each peer, after the first one to each, which is not counted. */
  readonly deliveries: number;
  readonly pace: Pace;
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
  const { peers, deliveries, pace, ...around } = options;
  await using cleanup = new AsyncDisposableStack();
  const turns = peers.map((unpacked) => ({
    environment: cleanup.use(hosted({ ...around, ...unpacked })),
    samples: { warmMs: [], warmCpuMs: [], residentBytes: [] } as WarmSamples,
  }));
  for (const { environment } of turns) await deliverOnce(environment, pace);
  for (let done = 0; done < deliveries; done += block) {
    for (const { environment, samples } of rotated(turns, done / block)) {
      pace.step('warm deliveries', environment.peer.name);
      await deliverBlock(environment, samples, Math.min(block, deliveries - done), pace);
    }
  }
  return turns.map(({ samples }) => samples);
}

async function deliverBlock(environment: Hosted, samples: WarmSamples, count: number, pace: Pace): Promise<void> {
  const before = cpuMs(environment.pid());
  for (let delivered = 0; delivered < count; delivered += 1) {
    samples.warmMs.push(await deliverOnce(environment, pace));
  }
  samples.warmCpuMs.push((cpuMs(environment.pid()) - before) / count);
  samples.residentBytes.push(residentBytes(environment.pid()));
}

async function deliverOnce(environment: Hosted, pace: Pace): Promise<number> {
  pace.check();
  return (await environment.deliver()).durationMs;
}
