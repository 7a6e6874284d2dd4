/** How many deliveries come, and when. */
export interface Workload {
  /** Of the ramp from one delivery per second to `rate`. */
  readonly rampSeconds: number;
  /** At `rate`. */
  readonly steadySeconds: number;
  /** Deliveries per second. */
  readonly rate: number;
}

/** The workload of "Rust and Lambda Performance" (2024), whose function this one is compared with. */
export const referenceWorkload: Workload = { rampSeconds: 60, steadySeconds: 1200, rate: 20 };

/** When each delivery is due, in milliseconds from the start: whatever the answers do, as senders are many. */
export function* arrivals({ rampSeconds, steadySeconds, rate }: Workload): Generator<number> {
  for (let at = 0; at < rampSeconds; at += 1 / (1 + ((rate - 1) * at) / rampSeconds)) yield at * 1000;
  for (let n = 0; n < steadySeconds * rate; n += 1) yield (rampSeconds + n / rate) * 1000;
}
