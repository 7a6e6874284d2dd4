import { type SignedRequest, senderOf, staleAgeMs } from '../../tools/senders.ts';
import { sendAt } from '../shared/pacing.ts';
import { isAccepted, post, type Webhook, type WebhookResponse } from '../shared/post.ts';
import { Tally } from '../shared/tally.ts';
import { arrivals } from '../shared/workload.ts';

export type Fate = 'accepted' | 'refused' | 'unanswered';

/** The real sender: what it sent, by the payload that the bus should have, and how it was answered. */
export class SignedSender {
  /** Since the run began. */
  readonly fates = new Map<string, Fate>();
  readonly #webhooks: readonly Webhook[];

  /** @param webhooks that it delivers to, one after the other */
  constructor(webhooks: readonly Webhook[]) {
    this.#webhooks = webhooks;
  }

  /** Sends at a rate for some time. Answers when all was answered. */
  async send(perSecond: number, seconds: number, stopped: AbortSignal): Promise<SignedTraffic> {
    const traffic = new SignedTraffic();
    await sendAt(randomWithinSlots(perSecond, seconds), stopped, (n) => this.#deliver(traffic, n));
    return traffic;
  }

  /** One delivery, as somebody may overhear it. */
  async overheard() {
    const { url, signedUrl, scheme, secret } = this.#webhookOf(0);
    const sender = senderOf(scheme, signedUrl);
    const fresh = sender(secret, Date.now());
    await this.#post(url, fresh);
    return { url, signedUrl, scheme, fresh, stale: sender(secret, Date.now() - staleAgeMs) };
  }

  #webhookOf(n: number): Webhook {
    const webhook = this.#webhooks[n % this.#webhooks.length];
    if (!webhook) throw new Error('there is no source to deliver to');
    return webhook;
  }

  async #deliver(traffic: SignedTraffic, n: number): Promise<void> {
    const { url, signedUrl, scheme, secret } = this.#webhookOf(n);
    const began = performance.now();
    const answer = await this.#post(url, senderOf(scheme, signedUrl)(secret, Date.now()));
    traffic.add(answer, performance.now() - began);
  }

  async #post(url: string, delivery: SignedRequest): Promise<WebhookResponse | undefined> {
    const key = payloadKey(JSON.parse(delivery.body));
    this.fates.set(key, 'unanswered');
    const answer = await post(url, delivery);
    if (answer) this.fates.set(key, isAccepted(answer) ? 'accepted' : 'refused');
    return answer;
  }
}

/** Each at any time within its slot, so that no rhythm of an attacker's fits it or misses it. */
function* randomWithinSlots(perSecond: number, seconds: number): Generator<number> {
  for (const due of arrivals({ rampSeconds: 0, steadySeconds: seconds, rate: perSecond })) {
    yield due + (Math.random() * 1000) / perSecond;
  }
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

  add(answer: WebhookResponse | undefined, latencyMs: number): void {
    this.sent += 1;
    if (answer && isAccepted(answer)) this.accepted.add({ kind: 'signed', status: answer.status, latencyMs });
    else if (answer?.status !== 429) this.lost += 1;
    else this.throttled[answer.body.includes('InvocationRateLimitExceeded') ? 'rate' : 'concurrency'] += 1;
  }
}
