import { tableLines } from '../../tools/command-line/table.ts';
import type { Summary } from './measure/statistics.ts';
import { peerNames } from './peers/peers.ts';
import { type RatioTarget, targets } from './ratios.ts';
import type { Results } from './results.ts';

/** The results for a person at a terminal. */
export function table(results: Results): string {
  return [peers(results), shares(results), goals(results)].join('\n\n');
}

function peers({ machine, settings, peers }: Results): string {
  const { coldStarts, warmDeliveries, latencyMs, memoryMb } = settings;
  const rows = peerNames.map((name) => {
    const peer = peers[name];
    return [
      name,
      spread(peer.coldReadyMs),
      spread(peer.initMs),
      spread(peer.firstDeliveryMs),
      spread(peer.warmMs),
      spread(peer.warmCpuMs),
      `${(peer.zipBytes / 1000).toFixed(1)}`,
      `${(peer.rssBytes / 1e6).toFixed(1)}${peer.rssFlat ? '' : ' rising'}`,
    ];
  });
  const head = ['', 'ready ms', 'init ms', 'first delivery ms', 'warm ms', 'warm CPU ms', 'zip kB', 'resident MB'];
  return [
    `${coldStarts} cold starts and ${warmDeliveries} warm deliveries each, ${memoryMb} MB, ${latencyMs} ms a call to AWS over TLS`,
    `Node ${machine.node} on ${machine.platform}, ${machine.cores} × ${machine.cpu}, load ${machine.loadBefore} before the run`,
    'median / p99; ready: process start to ready without network; init: with it; CPU time of the process a delivery',
    '',
    ...tableLines([head, ...rows]),
  ].join('\n');
}

function shares({ cpuShares, settings }: Results): string {
  if (!cpuShares.measured)
    return `CPU shares of memory sizes: not measured, ${cpuShares.reason}.\nEverything above had the whole CPU.`;
  const rows = cpuShares.memory.flatMap(({ memoryMb, vCpus, peers }) =>
    peerNames.map((name, index) => {
      const { firstDeliveryMs, initAndFirstDeliveryMs, warmMs } = peers[name];
      const size = index === 0 ? `${memoryMb} MB, ${vCpus.toFixed(3)} vCPU` : '';
      return [size, name, spread(firstDeliveryMs), spread(initAndFirstDeliveryMs), spread(warmMs)];
    }),
  );
  const head = ['', '', 'first delivery ms', 'with init ms', 'warm ms'];
  return [
    `At Lambda's CPU share after INIT, by ${cpuShares.by}; the first deliveries above are those at ${settings.memoryMb} MB`,
    '',
    ...tableLines([head, ...rows]),
  ].join('\n');
}

function goals({ ratios }: Results): string {
  const rows = targets.map(({ ratio, says, limit, unit }) => {
    const value = ratios[ratio];
    const held = value === null ? 'not measured' : value <= limit ? 'holds' : 'MISSED';
    return [says, value === null ? '-' : inUnit(value, unit), `≤ ${inUnit(limit, unit)}`, held];
  });
  const { coldReadyNaiveBundled, coldReadyNaiveUnbundled } = ratios;
  return [
    ...tableLines([['', 'measured', 'target', ''], ...rows]),
    `cold start to ready over bare for comparison: naive-bundled ${coldReadyNaiveBundled.toFixed(2)} ×, naive-unbundled ${coldReadyNaiveUnbundled.toFixed(2)} ×`,
  ].join('\n');
}

function spread({ p50, p99 }: Summary): string {
  return `${digits(p50)} / ${digits(p99)}`;
}

/** As many digits as mean something: hundredths below 10 ms. */
function digits(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function inUnit(value: number, unit: RatioTarget['unit']): string {
  if (unit === 'percent') return `${(100 * value).toFixed(1)} %`;
  if (unit === 'bytes') return `${(value / 1000).toFixed(1)} kB`;
  return `${value.toFixed(2)} ×`;
}
