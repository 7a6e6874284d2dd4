/** A process of its own, in whose memory is nothing but a metric store: says how much that takes, as JSON. */
import { setImmediate as turn } from 'node:timers/promises';
import { MetricStore } from '../../../../local/aws/cloudwatch/metrics/metric-store.ts';

let now = Date.parse('2026-07-10T12:00:00Z');
const store = new MetricStore(() => now);
const names = Array.from({ length: 20 }, (_, index) => `Latency${index}`);
let seed = 1;

const before = await memoryMb();
// 20 a second for half an hour, then a month of what keeps every tier full.
record(40_000, 45);
record(640_000, 3000);
const full = await memoryMb();
record(320_000, 3000);
const later = await memoryMb();
console.log(JSON.stringify({ metrics: store.list().length, fullMb: full - before, moreMb: later - full }));

/** Values from 1 ms to 10 s, far apart as latencies are. */
function record(values: number, everyMs: number): void {
  for (let index = 0; index < values; index += 1) {
    now += everyMs;
    const value = 10 ** (4 * random());
    const metric = { namespace: 'App', name: names[index % names.length] ?? '', dimensions: { service: 'ingress' } };
    const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
    store.record({ metric, unit: 'Milliseconds', at: now, set });
  }
}

function random(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

/** The memory of a buffer that nobody has any more is freed some time after the garbage was collected. */
async function memoryMb(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    globalThis.gc?.();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
}
