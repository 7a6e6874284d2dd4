/** How many deliveries come, and when. */
export interface Profile {
  /** Of the ramp from one delivery a second to `rate`. */
  readonly rampSeconds: number;
  /** At `rate`. */
  readonly steadySeconds: number;
  /** Deliveries a second. */
  readonly rate: number;
}

/** When each delivery is due, in milliseconds from the start: whatever the answers do, as senders are many. */
export function* arrivals({ rampSeconds, steadySeconds, rate }: Profile): Generator<number> {
  for (let at = 0; at < rampSeconds; at += 1 / (1 + ((rate - 1) * at) / rampSeconds)) yield at * 1000;
  for (let n = 0; n < steadySeconds * rate; n += 1) yield (rampSeconds + n / rate) * 1000;
}
