import type { BenchProgress } from '../progress.ts';
import type { CpuShares } from './cpu-share.ts';
import { type HostedPeer, hosted, type Platform, type UnpackedPeer } from './hosted.ts';
import type { Phases } from './phases.ts';
import { rotated } from './turns.ts';

export interface ColdOptions extends Platform {
  readonly peers: readonly UnpackedPeer[];
  readonly memoryMb: number;
  readonly shares: CpuShares;
  /** Of each peer. */
  readonly coldStarts: number;
  /** To the last environment of each peer, still at the share. */
  readonly warmDeliveries: number;
  /** Whether each peer that uses the network in INIT also starts without, so often as it starts with it. */
  readonly alsoWithoutNetwork: boolean;
  readonly progress: BenchProgress;
}

/** What one peer's cold starts came to, a sample each, in milliseconds. */
export interface ColdSamples {
  /** Process start to ready, whatever INIT does. */
  readonly initMs: number[];
  /** The same without network, of a peer that uses it in INIT. */
  readonly initWithoutNetworkMs: number[];
  readonly firstDeliveryMs: number[];
  readonly warmMs: number[];
  readonly phases: Phases[];
}

/** Cold starts in turns. INIT has the whole CPU and what follows the share of the memory, where this machine can. */
export async function coldStarts(options: ColdOptions): Promise<readonly ColdSamples[]> {
  const { progress, memoryMb } = options;
  // Disposed of last: a cgroup can go once its processes are gone.
  using share = options.shares.available ? options.shares.of(memoryMb) : undefined;
  const initialised = share ? { initialised: share.apply } : {};
  const samples = options.peers.map(
    (): ColdSamples => ({ initMs: [], initWithoutNetworkMs: [], firstDeliveryMs: [], warmMs: [], phases: [] }),
  );
  await using cleanup = new AsyncDisposableStack();
  const turns = options.peers.flatMap((unpacked, index) =>
    turnsOf(unpacked, samples[index], options).map(({ environment, ...turn }) => {
      // Its host is there before the first of its cold starts, so that starting that is on no clock.
      return { ...turn, peer: cleanup.use(hosted({ ...options, ...initialised, ...environment })) };
    }),
  );
  for (let round = 0; round < options.coldStarts; round += 1) {
    const isLast = round === options.coldStarts - 1;
    for (const { says, peer, record } of rotated(turns, round)) {
      progress.step(`cold starts at ${memoryMb} MB`, says);
      await record(peer, isLast);
      await peer.recycle();
    }
  }
  return samples;
}

interface Turn {
  readonly says: string;
  readonly environment: UnpackedPeer & { readonly environment?: Readonly<Record<string, string>> };
  readonly record: (peer: HostedPeer, isLast: boolean) => Promise<void>;
}

function turnsOf(unpacked: UnpackedPeer, samples: ColdSamples | undefined, options: ColdOptions): readonly Turn[] {
  if (!samples) return [];
  const { name, withoutNetwork } = unpacked.peer;
  const real: Turn = {
    says: name,
    environment: unpacked,
    record: async (peer, isLast) => {
      const { initMs = Number.NaN, durationMs, phases } = await peer.deliver();
      samples.initMs.push(initMs);
      samples.firstDeliveryMs.push(durationMs);
      if (phases) samples.phases.push(phases);
      for (let count = 0; isLast && count < options.warmDeliveries; count += 1) {
        options.progress.check();
        samples.warmMs.push((await peer.deliver()).durationMs);
      }
    },
  };
  if (!withoutNetwork || !options.alsoWithoutNetwork) return [real];
  const offline: Turn = {
    says: `${name} without network`,
    environment: { ...unpacked, environment: withoutNetwork },
    // Refused, since nobody may deliver; only the way there counts.
    record: async (peer) => void samples.initWithoutNetworkMs.push((await peer.invoke()).initMs ?? Number.NaN),
  };
  return [real, offline];
}
