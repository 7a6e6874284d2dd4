import type { CpuShares } from './cpu-share.ts';
import { type Delivered, type Hosted, hosted, type Surroundings, type Unpacked } from './hosted.ts';
import type { Phases } from './phases.ts';
import { type Pace, rotated } from './pace.ts';

export interface ColdOptions extends Surroundings {
  readonly peers: readonly Unpacked[];
  readonly memoryMb: number;
  readonly shares: CpuShares;
  /** Cold starts of each peer. */
  readonly coldStarts: number;
  /** Deliveries to the last environment of each peer, still at the share. */
  readonly warmDeliveries: number;
  /** Whether to make each peer start without its network in INIT as well, so often as it starts with it. */
  readonly withoutNetwork: boolean;
  readonly pace: Pace;
}

/** What one peer's cold starts came to, a sample each, in milliseconds. */
export interface ColdSamples {
  /** Process start to ready, whatever INIT does. */
  readonly initMs: number[];
  /** The same without network, for a peer that uses it in INIT. */
  readonly withoutNetworkMs: number[];
  readonly firstDeliveryMs: number[];
  readonly warmMs: number[];
  readonly phases: Phases[];
}

/** Cold starts in turns. INIT has the whole CPU and what follows the share of the memory, where this machine can. */
export async function coldStarts(options: ColdOptions): Promise<readonly ColdSamples[]> {
  const { peers, shares, memoryMb, pace, ...around } = options;
  using share = shares.available ? shares.of(memoryMb) : undefined;
  const turns = peers.map(({ peer, codeDirectory }) => ({
    peer,
    samples: { initMs: [], withoutNetworkMs: [], firstDeliveryMs: [], warmMs: [], phases: [] } as ColdSamples,
    start: (environment: Readonly<Record<string, string>> = {}) =>
      hosted({
        ...around,
        peer,
        codeDirectory,
        memoryMb,
        environment,
        ...(share && { initialised: share.apply }),
      }),
  }));
  for (let round = 0; round < options.coldStarts; round += 1) {
    for (const { peer, samples, start } of rotated(turns, round)) {
      pace.step(`cold starts at ${memoryMb} MB`, peer.name);
      await using environment = start();
      record(samples, succeeded(await environment.deliver(), environment));
      if (round === options.coldStarts - 1) {
        for (let count = 0; count < options.warmDeliveries; count += 1) {
          pace.check();
          samples.warmMs.push(succeeded(await environment.deliver(), environment).durationMs);
        }
      }
    }
    if (!options.withoutNetwork) continue;
    for (const { peer, samples, start } of turns) {
      if (peer.withoutNetwork === undefined) continue;
      pace.step(`cold starts at ${memoryMb} MB`, `${peer.name} without network`);
      await using environment = start(peer.withoutNetwork);
      samples.withoutNetworkMs.push(withoutWarmup(await environment.deliver()));
    }
  }
  return turns.map(({ samples }) => samples);
}

function record(samples: ColdSamples, { initMs, durationMs, phases }: Delivered): void {
  if (initMs !== undefined) samples.initMs.push(initMs);
  samples.firstDeliveryMs.push(durationMs);
  if (phases) samples.phases.push(phases);
}

/**
 * A function without a source has nothing to fetch, so its INIT is that of the real one without the network. What it
 * says it has spent on its warm-up nevertheless (a connection to EventBridge) is taken off.
 */
function withoutWarmup({ initMs = Number.NaN, phases }: Delivered): number {
  return initMs - (phases?.warmup ?? 0);
}

function succeeded(delivered: Delivered, { peer }: Hosted): Delivered {
  if (delivered.status === 200) return delivered;
  throw new Error(`${peer.name} answered ${delivered.status} to a signed, fresh delivery`);
}
