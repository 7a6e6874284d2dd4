import { setTimeout as sleep } from 'node:timers/promises';
import { senderPatienceMs } from '../../function/time-budget.ts';
import { senderOf } from '../../tools/senders.ts';
import { arrivals } from '../load/arrivals.ts';
import type { Source } from '../load/deliver.ts';
import { Tally } from '../load/tally.ts';

export type Fate = 'accepted' | 'refused' | 'unanswered';

/** The real sender: what it sent, by the payload that the bus should have, and how it was answered. */
export class SignedSender {
  /** Since the run began. */
  readonly fates = new Map<string, Fate>();
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Sends at a rate for some time. Answers when all was answered. */
  async send(perSecond: number, seconds: number, stopped: AbortSignal): Promise<SignedTraffic> {
    const traffic = new SignedTraffic();
    const began = performance.now();
    const pending: Promise<void>[] = [];
    for (const due of arrivals({ rampSeconds: 0, steadySeconds: seconds, rate: perSecond })) {
      // At any time within its slot, so that no rhythm of an attacker's fits it or misses it.
      const at = began + due + (Math.random() * 1000) / perSecond;
      await sleep(Math.max(0, at - performance.now()), undefined, { signal: stopped }).catch(() => {});
      if (stopped.aborted) break;
      pending.push(this.#deliver(traffic));
    }
    await Promise.all(pending);
    return traffic;
  }

  /** One delivery, as somebody may overhear it. */
  async overheard() {
    const { url, scheme, secret } = this.#source;
    const sender = senderOf(scheme);
    const fresh = sender(secret, Date.now());
    await this.#post(fresh);
    // Older than any `freshnessSeconds` allows, which is at most 900.
    return { url, scheme, fresh, stale: sender(secret, Date.now() - 960_000) };
  }

  async #deliver(traffic: SignedTraffic): Promise<void> {
    const { scheme, secret } = this.#source;
    const began = performance.now();
    const answer = await this.#post(senderOf(scheme)(secret, Date.now()));
    traffic.add(answer, performance.now() - began);
  }

  async #post(delivery: ReturnType<ReturnType<typeof senderOf>>): Promise<Answer> {
    const key = payloadKey(JSON.parse(delivery.body));
    this.fates.set(key, 'unanswered');
    try {
      const signal = AbortSignal.timeout(senderPatienceMs);
      const response = await fetch(this.#source.url, { method: 'POST', ...delivery, signal });
      const body = await response.text();
      this.fates.set(key, response.ok ? 'accepted' : 'refused');
      return { status: response.status, body };
    } catch {
      return { status: undefined, body: '' };
    }
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Tells a delivery by its payload, as its sender knows it and as it lies in the event. */
export function payloadKey(payload: unknown): string {
  return JSON.stringify(payload);
}

/** Signed deliveries of one attack, as they were answered. */
export class SignedTraffic {
  sent = 0;
  /** Those answered 2xx, with their latency. */
  readonly accepted = new Tally();
  /** Answers of 429, by the limit that was reached. */
  readonly throttled = { rate: 0, concurrency: 0 };
  /** Answered otherwise, or not at all. */
  lost = 0;

  add({ status = 0, body }: Answer, latencyMs: number): void {
    this.sent += 1;
    if (status >= 200 && status < 300) this.accepted.add({ kind: 'signed', status, latencyMs });
    else if (status !== 429) this.lost += 1;
    else this.throttled[body.includes('InvocationRateLimitExceeded') ? 'rate' : 'concurrency'] += 1;
  }
}
