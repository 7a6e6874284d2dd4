import type { Phases } from './measure/phases.ts';
import type { Summary } from './measure/statistics.ts';
import type { PeerName } from './peers/peers.ts';

/** What `--json` writes. Times are in milliseconds. */
export interface Results {
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly settings: BenchSettings;
  readonly peers: Readonly<Record<PeerName, PeerResults>>;
  readonly cpuShares: CpuShareResults;
  readonly ratios: Ratios;
}

export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  /** Load average of the minute before the run: above a few tenths, something else was running. */
  readonly loadBefore: number;
}

interface BenchSettings {
  readonly coldStarts: number;
  readonly warmDeliveries: number;
  /** Added to every AWS call. */
  readonly latencyMs: number;
  /** Of the functions; the CPU after INIT is this memory's share where `cpuShares.measured`. */
  readonly memoryMb: number;
}

export interface PeerResults {
  readonly says: string;
  /** Process start to ready for the first invocation, without network. */
  readonly coldReadyMs: Summary;
  /** The same with what INIT does over the network. */
  readonly initMs: Summary;
  /** From the first invocation to its answer, at the CPU share of the memory where that can be set. */
  readonly firstDeliveryMs: Summary;
  /** INIT and first delivery: what the sender waits for. */
  readonly initAndFirstDeliveryMs: Summary;
  /** A delivery to a warm environment, with the whole CPU. */
  readonly warmMs: Summary;
  /** Of the environment's process a delivery; the means of blocks of deliveries. */
  readonly warmCpuMs: Summary;
  readonly zipBytes: number;
  /** Resident after the last warm delivery. */
  readonly rssBytes: number;
  /** Resident after half of them. */
  readonly rssHalfwayBytes: number;
  /** Whether the second half added less than 5 %. */
  readonly rssFlat: boolean;
  /** Deliveries sent in the whole run, and events found on the peer's bus: the same, but for a peer that publishes none. */
  readonly deliveries: number;
  readonly published: number;
  /** Median of each phase of the function's own account of its cold starts, where it logs one. */
  readonly phasesMs?: Phases;
}

export type CpuShareResults =
  | { readonly measured: false; readonly reason: string }
  | { readonly measured: true; readonly by: string; readonly memory: readonly MemoryResults[] };

/** At the CPU share of one memory size, INIT excepted. */
interface MemoryResults {
  readonly memoryMb: number;
  readonly vCpus: number;
  readonly coldStarts: number;
  readonly warmDeliveries: number;
  readonly peers: Readonly<Record<PeerName, ShareResults>>;
}

export interface ShareResults {
  readonly firstDeliveryMs: Summary;
  readonly initAndFirstDeliveryMs: Summary;
  readonly warmMs: Summary;
}

/** Of medians. Null where it was not measured. */
export interface Ratios {
  readonly coldReady: number;
  readonly coldReadyNaiveBundled: number;
  readonly coldReadyNaiveUnbundled: number;
  readonly warmCpu: number;
  readonly telemetryShareOfWarmCpu: number;
  readonly firstDelivery256: number | null;
  readonly zipBytes: number;
  readonly rss: number;
}
