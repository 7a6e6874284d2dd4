import { createHistogram } from 'node:perf_hooks';
import { type DeliveryResult, expectedStatus } from './deliver.ts';

/** What came of the deliveries so far. */
export class Tally {
  sent = 0;
  answered = 0;
  /** Answers other than a stack gives when all is well. */
  unexpected = 0;
  readonly #byStatus = new Map<number | undefined, number>();
  /** In microseconds: the histogram takes integers. */
  readonly #latency = createHistogram();

  add({ kind, status, latencyMs }: DeliveryResult): void {
    this.answered += 1;
    if (status !== expectedStatus[kind]) this.unexpected += 1;
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    this.#latency.record(Math.max(1, Math.round(latencyMs * 1000)));
  }

  /** Statuses in their order, with the deliveries that got none at the end. */
  byStatus(): readonly (readonly [status: number | undefined, count: number])[] {
    return [...this.#byStatus].sort(([one = Infinity], [other = Infinity]) => one - other);
  }

  /** Milliseconds. */
  latency(percent: number): number {
    return this.#latency.percentile(percent) / 1000;
  }

  get meanMs(): number {
    return this.#latency.mean / 1000;
  }

  get maxMs(): number {
    return this.#latency.max / 1000;
  }
}
