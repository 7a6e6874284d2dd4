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
  const end = rampSeconds + steadySeconds;
  for (let at = 0; at < end; ) {
    yield at * 1000;
    at += 1 / (at < rampSeconds ? 1 + ((rate - 1) * at) / rampSeconds : rate);
  }
}
