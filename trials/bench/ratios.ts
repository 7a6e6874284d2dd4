import { rounded, type Summary } from './measure/statistics.ts';
import type { PeerName } from './peers/peers.ts';
import type { CpuShareResults, PeerResults, Ratios } from './results.ts';

export function ratiosOf(peers: Readonly<Record<PeerName, PeerResults>>, shares: CpuShareResults): Ratios {
  const { bare, bridge } = peers;
  const naive = peers['naive-bundled'];
  const quiet = peers['bridge-quiet'];
  const at256 = shares.measured ? shares.memory.find(({ memoryMb }) => memoryMb === 256)?.peers : undefined;
  return {
    coldReady: over(bridge.coldReadyMs, bare.coldReadyMs),
    coldReadyNaiveBundled: over(naive.coldReadyMs, bare.coldReadyMs),
    coldReadyNaiveUnbundled: over(peers['naive-unbundled'].coldReadyMs, bare.coldReadyMs),
    warmCpu: over(bridge.warmCpuMs, naive.warmCpuMs),
    telemetryShareOfWarmCpu: rounded(1 - quiet.warmCpuMs.p50 / bridge.warmCpuMs.p50),
    firstDelivery256: at256 ? over(at256.bridge.firstDeliveryMs, at256['naive-bundled'].firstDeliveryMs) : null,
    zipBytes: bridge.zipBytes,
    rss: rounded(bridge.rssBytes / naive.rssBytes),
  };
}

/** Of medians: one slow repetition says something about the machine, not about the peer. */
function over(one: Summary, other: Summary): number {
  return rounded(one.p50 / other.p50);
}

export interface RatioTarget {
  readonly ratio: keyof Ratios;
  readonly says: string;
  /** What the ratio is at most. */
  readonly limit: number;
  readonly unit: 'times' | 'percent' | 'bytes';
}

/** What this project wants of itself. */
export const targets: readonly RatioTarget[] = [
  { ratio: 'coldReady', says: 'cold start to ready, bridge / bare', limit: 1.75, unit: 'times' },
  { ratio: 'warmCpu', says: 'warm CPU a delivery, bridge / naive-bundled', limit: 0.5, unit: 'times' },
  { ratio: 'telemetryShareOfWarmCpu', says: "telemetry's share of warm CPU", limit: 0.25, unit: 'percent' },
  { ratio: 'firstDelivery256', says: 'first delivery at 256 MB, bridge / naive-bundled', limit: 0.4, unit: 'times' },
  { ratio: 'zipBytes', says: 'zip', limit: 130_000, unit: 'bytes' },
  { ratio: 'rss', says: 'resident memory, bridge / naive-bundled', limit: 0.7, unit: 'times' },
];
