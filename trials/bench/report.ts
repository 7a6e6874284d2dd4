import { availableParallelism, cpus, loadavg } from 'node:os';
import { phases as phaseNames } from '../../function/init/phases.ts';
import { zip } from '../../infra/bundle/bundle.ts';
import { CommandError } from '../../tools/command-line/command.ts';
import type { ColdSamples } from './measure/cold.ts';
import { vCpus } from './measure/cpu-share.ts';
import type { Phases } from './measure/phases.ts';
import { rounded, summary } from './measure/statistics.ts';
import type { WarmSamples } from './measure/warm.ts';
import { busOf, type Peer, type PeerName, peerNames } from './peers/peers.ts';
import { ratiosOf } from './ratios.ts';
import type { CpuShareResults, Machine, PeerResults, Results, ShareResults } from './results.ts';
import type { BenchPlan, Measurements } from './run.ts';

/** Before the run, for its load average. */
export function machine(): Machine {
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadBefore: rounded(loadavg()[0] ?? 0),
  };
}

export function resultsOf(plan: BenchPlan, machine: Machine, measured: Measurements): Results {
  const { coldStarts, warmDeliveries, latencyMs, memoryMb } = plan;
  const peers = byName(measured.peers.map(({ peer }, index) => [peer.name, peerResults(peer, index, measured)]));
  const cpuShares = shareResults(plan, measured);
  return {
    measuredAt: new Date().toISOString(),
    machine,
    settings: { coldStarts, warmDeliveries, latencyMs, memoryMb },
    peers,
    cpuShares,
    ratios: ratiosOf(peers, cpuShares),
  };
}

/** Deliveries that did not become events: the peers did not do the same work, and no figure of the run counts. */
class UnequalWorkError extends CommandError {}

function peerResults(peer: Peer, index: number, { cold, warm, byMemory, published }: Measurements): PeerResults {
  const [coldSamples, warmSamples] = [at(cold, index), at(warm, index)];
  const resident = warmSamples.residentBytes;
  const halfway = at(resident, Math.ceil(resident.length / 2) - 1);
  const end = at(resident, resident.length - 1);
  const events = published[busOf(peer.name)] ?? 0;
  const deliveries = sent(warmSamples) + byMemory.reduce((sum, { cold }) => sum + sentCold(at(cold, index)), 0);
  if (peer.publishes && events !== deliveries) {
    throw new UnequalWorkError(`${peer.name} was sent ${deliveries} deliveries and put ${events} events on its bus`);
  }
  const { initMs, initWithoutNetworkMs, firstDeliveryMs, phases } = coldSamples;
  return {
    says: peer.says,
    coldReadyMs: summary(peer.withoutNetwork ? initWithoutNetworkMs : initMs),
    initMs: summary(initMs),
    firstDeliveryMs: summary(firstDeliveryMs),
    initAndFirstDeliveryMs: summary(sums(initMs, firstDeliveryMs)),
    warmMs: summary(warmSamples.warmMs),
    warmCpuMs: summary(warmSamples.warmCpuMs),
    zipBytes: zip(peer.files).length,
    rssBytes: end,
    rssHalfwayBytes: halfway,
    rssFlat: end <= halfway * 1.05,
    deliveries,
    published: events,
    ...(phases.length === 0 ? {} : { phasesMs: medians(phases) }),
  };
}

function shareResults(plan: BenchPlan, { peers, shares, byMemory }: Measurements): CpuShareResults {
  if (!shares.available) return { measured: false, reason: shares.says };
  const memory = byMemory.map(({ memoryMb, cold }) => ({
    memoryMb,
    vCpus: rounded(vCpus(memoryMb)),
    coldStarts: memoryMb === plan.memoryMb ? plan.coldStarts : plan.coldStartsAtShare,
    warmDeliveries: plan.warmDeliveriesAtShare,
    peers: byName(
      peers.map(({ peer }, index): [PeerName, ShareResults] => {
        const { initMs, firstDeliveryMs, warmMs } = at(cold, index);
        return [
          peer.name,
          {
            firstDeliveryMs: summary(firstDeliveryMs),
            initAndFirstDeliveryMs: summary(sums(initMs, firstDeliveryMs)),
            warmMs: summary(warmMs),
          },
        ];
      }),
    ),
  }));
  return { measured: true, by: shares.says, memory: memory.toSorted((one, other) => one.memoryMb - other.memoryMb) };
}

/** The first delivery to the warm environment is not among its samples. */
const sent = ({ warmMs }: WarmSamples): number => warmMs.length + 1;
const sentCold = ({ firstDeliveryMs, warmMs }: ColdSamples): number => firstDeliveryMs.length + warmMs.length;

function sums(ones: readonly number[], others: readonly number[]): readonly number[] {
  return ones.map((one, index) => one + at(others, index));
}

function medians(phases: readonly Phases[]): Phases {
  const measured = phaseNames.filter((name) => phases.some((phase) => phase[name] !== undefined));
  return Object.fromEntries(measured.map((name) => [name, summary(phases.map((phase) => phase[name] ?? 0)).p50]));
}

function byName<T>(entries: readonly (readonly [PeerName, T])[]): Record<PeerName, T> {
  const found = new Map(entries);
  const missing = peerNames.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`there are no results of ${missing.join(', ')}`);
  // Every name is there, as was just made sure of.
  return Object.fromEntries(found) as Record<PeerName, T>;
}

function at<T>(samples: readonly T[], index: number): T {
  const sample = samples[index];
  if (sample === undefined) throw new Error(`there is no sample ${index} of ${samples.length}`);
  return sample;
}
