import { phases as phaseNames } from '../../../function/init/phases.ts';
import { box, element, text } from '../../../tools/picture/svg.ts';
import { peerNames } from '../peers/peers.ts';
import type { PeerResults, Results } from '../results.ts';
import { type Bar, type BarPart, type ChartPanel, drawPanel, panelHeight } from './panel.ts';

const width = 900;
const headHeight = 92;
const gap = 22;

/** The results as an SVG image that reads on light and on dark. */
export function chart(results: Results): string {
  const panels = [coldStarts(results), warmLatency(results), warmCpu(results)];
  let top = headHeight;
  const drawn = panels.map((panel) => {
    const at = top;
    top += panelHeight(panel) + gap;
    return drawPanel(panel, at, width);
  });
  const size = { viewBox: `0 0 ${width} ${top}`, width, height: top };
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size },
    element('title', {}, 'webhook-bridge benchmark'),
    element('style', {}, style),
    element('rect', { x: 0, y: 0, width, height: top, class: 'ground' }),
    text(20, 30, 'webhook-bridge and what it could have been', { class: 'title' }),
    text(20, 48, conditions(results), { class: 'small' }),
    legend(results),
    ...drawn,
  )}\n`;
}

function conditions({ settings, machine, cpuShares, measuredAt }: Results): string {
  const { coldStarts, warmDeliveries, memoryMb, latencyMs } = settings;
  const share = cpuShares.measured ? `first delivery at the CPU share of ${memoryMb} MB` : 'all with the whole CPU';
  const day = measuredAt.slice(0, 10);
  return `${coldStarts} cold starts, ${warmDeliveries} warm deliveries each; ${share}; ${latencyMs} ms a call; Node ${machine.node}, ${machine.cores} cores, ${day}`;
}

function coldStarts({ peers }: Results): ChartPanel {
  const bars = peerNames.map((name): Bar => ({ name, parts: coldParts(peers[name], peers.bare) }));
  return { title: 'Cold start, process start to first answer: median of each phase', unit: 'ms', bars };
}

/** By the function's own account where it gives one; else what the platform sees, less what every Node handler costs. */
function coldParts(peer: PeerResults, bare: PeerResults): readonly BarPart[] {
  const { phasesMs } = peer;
  if (phasesMs) return phaseNames.map((name) => ({ name, style: name, value: phasesMs[name] ?? 0 }));
  const runtime = Math.min(bare.initMs.p50, peer.initMs.p50);
  return [
    { name: 'runtime', style: 'runtime', value: runtime },
    { name: 'rest of init', style: 'init', value: peer.initMs.p50 - runtime },
    { name: 'first delivery', style: 'delivery', value: peer.firstDeliveryMs.p50 },
  ];
}

function warmLatency({ peers }: Results): ChartPanel {
  const bars = peerNames.map((name) => medianBar(name, peers[name].warmMs));
  return { title: 'Warm delivery, latency: median, line to the 99th percentile', unit: 'ms', bars };
}

function warmCpu({ peers }: Results): ChartPanel {
  const bars = peerNames.map((name) => medianBar(name, peers[name].warmCpuMs));
  return { title: 'Warm delivery, CPU time of the process: median, line to the 99th percentile', unit: 'ms', bars };
}

function medianBar(name: string, { p50, p99 }: PeerResults['warmMs']): Bar {
  return { name, parts: [{ name: 'median', style: 'warm', value: p50 }], p99 };
}

function legend({ peers }: Results): string {
  // Those with phases first, so that the legend is in their order.
  const ordered = peerNames.toSorted((one, other) => phaseCount(peers[other]) - phaseCount(peers[one]));
  const used = ordered.flatMap((name) => coldParts(peers[name], peers.bare));
  const names = [...new Map(used.map(({ name, style }) => [name, style]))];
  let x = 20;
  return names
    .map(([name, style]) => {
      const at = x;
      // About seven pixels a letter of the small type, the box and the space after it.
      x += 30 + name.length * 6.5;
      return box(at, 62, 11, 11, style, name) + text(at + 16, 72, name, { class: 'small' });
    })
    .join('');
}

function phaseCount({ phasesMs = {} }: PeerResults): number {
  return Object.keys(phasesMs).length;
}

const colours: Readonly<Record<string, string>> = {
  runtime: '#8b949e',
  builtins: '#2f6f9f',
  sdk: '#4c9be8',
  telemetry: '#e39a2d',
  clients: '#5fa84f',
  warmup: '#a678c9',
  wait: '#c8b88a',
  handler: '#d9536f',
  publish: '#a12f5b',
  init: '#3aa6a0',
  delivery: '#e2725b',
  warm: '#4c9be8',
};

const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 17px; font-weight: 600 }
.heading { font-weight: 600 }
.small { font-size: 11.5px; fill: #57606a }
.ground { fill: #ffffff }
.grid { stroke: #d8dee4 }
.whisker { stroke: #57606a; stroke-width: 1.5 }
${Object.entries(colours)
  .map(([name, colour]) => `.${name} { fill: ${colour} }`)
  .join('\n')}
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .small { fill: #9ea7b3 }
  .ground { fill: #0d1117 }
  .grid { stroke: #30363d }
  .whisker { stroke: #9ea7b3 }
}
`;
