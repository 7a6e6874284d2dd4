import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startAws } from './aws/aws.ts';
import type { EventsByBus } from './aws/messages.ts';
import { secret } from './delivery.ts';
import type { Flags } from './flags.ts';
import { type ColdSamples, coldStarts } from './measure/cold.ts';
import { type CpuShares, cpuShares } from './measure/cpu-share.ts';
import type { Platform, UnpackedPeer } from './measure/hosted.ts';
import { block, type WarmSamples, warmDeliveries } from './measure/warm.ts';
import { buildPeers, busOf } from './peers/peers.ts';
import type { BenchProgress } from './progress.ts';

/** What was asked for, and how much of it at each CPU share. */
export interface BenchPlan {
  readonly coldStarts: number;
  readonly warmDeliveries: number;
  /** The functions', and the share that the cold starts are measured at. */
  readonly memoryMb: 256;
  /** Other memory sizes. */
  readonly moreMemoryMb: readonly number[];
  readonly coldStartsAtShare: number;
  readonly warmDeliveriesAtShare: number;
  /** Milliseconds. */
  readonly latencyMs: number;
}

/** Everything that was counted and timed, peers in their order. */
export interface Measurements {
  readonly peers: readonly UnpackedPeer[];
  readonly shares: CpuShares;
  readonly cold: readonly ColdSamples[];
  readonly byMemory: readonly { readonly memoryMb: number; readonly cold: readonly ColdSamples[] }[];
  readonly warm: readonly WarmSamples[];
  readonly published: EventsByBus;
}

export function planOf({ coldStarts, warmDeliveries, memoryMb }: Flags): BenchPlan {
  return {
    coldStarts,
    warmDeliveries,
    memoryMb: 256,
    moreMemoryMb: memoryMb.filter((size, index) => size !== 256 && memoryMb.indexOf(size) === index),
    // Throttled, everything takes several times as long; these keep a full run under 10 minutes.
    coldStartsAtShare: Math.ceil(coldStarts / 3),
    warmDeliveriesAtShare: Math.ceil(warmDeliveries / 50),
    latencyMs: 5,
  };
}

/** Turns that a run takes: what its progress is counted in. */
export function turnsOf(
  { coldStarts, moreMemoryMb, coldStartsAtShare, warmDeliveries }: BenchPlan,
  peers: number,
): number {
  const withoutNetwork = 2;
  const cold = coldStarts * (peers + withoutNetwork) + moreMemoryMb.length * coldStartsAtShare * peers;
  return cold + Math.ceil(warmDeliveries / block) * peers;
}

/** One run: every peer, side by side, under the same local Lambda and the same local AWS. */
export async function run(plan: BenchPlan, progress: BenchProgress): Promise<Measurements> {
  const { latencyMs, memoryMb } = plan;
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-bench-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));

  const peers = (await buildPeers()).map((peer): UnpackedPeer => {
    const codeDirectory = join(folder, peer.name);
    unpack(peer.files, codeDirectory);
    return { peer, codeDirectory };
  });
  const place = { region: 'us-east-1', account: '000000000000' };
  const busNames = peers.map(({ peer }) => busOf(peer.name));
  const aws = cleanup.use(await startAws({ ...place, latencyMs, busNames, secrets: [secret] }));
  const authorityFile = join(folder, 'authority.pem');
  writeFileSync(authorityFile, aws.authority);

  const platform: Platform = { ...place, aws, authorityFile };
  const shares = await cpuShares();
  const measured = { ...platform, peers, shares, progress };
  const cold = await coldStarts({
    ...measured,
    memoryMb,
    coldStarts: plan.coldStarts,
    warmDeliveries: shares.available ? plan.warmDeliveriesAtShare : 0,
    alsoWithoutNetwork: true,
  });
  const warm = await warmDeliveries({ ...measured, memoryMb, deliveries: plan.warmDeliveries });
  const byMemory = [{ memoryMb: memoryMb as number, cold }];
  for (const memoryMb of shares.available ? plan.moreMemoryMb : []) {
    const samples = await coldStarts({
      ...measured,
      memoryMb,
      coldStarts: plan.coldStartsAtShare,
      warmDeliveries: plan.warmDeliveriesAtShare,
      alsoWithoutNetwork: false,
    });
    byMemory.push({ memoryMb, cold: samples });
  }
  return { peers, shares, cold, byMemory, warm, published: await aws.published() };
}

function unpack(files: Readonly<Record<string, Uint8Array>>, directory: string): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
