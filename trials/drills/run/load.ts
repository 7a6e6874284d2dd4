import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret, senderOf } from '../../../tools/senders.ts';
import { post, type Webhook } from '../../shared/post.ts';

/** Milliseconds, of which what fell due is sent at once. */
const longestGapMs = 250;

/** Senders of a stack. What they do can be changed while they send. */
export class Load {
  /** Signed deliveries a second. */
  rate: number;
  /** Deliveries a second that strangers sign with a secret of their own. */
  strangers = 0;
  secret: string;
  /** How far the senders' clock is ahead, in milliseconds. */
  clockAheadMs = 0;
  #sent = 0;
  readonly #webhook: Webhook;
  readonly #pending = new Set<Promise<void>>();

  constructor(webhook: Webhook, rate: number) {
    this.#webhook = webhook;
    this.rate = rate;
    this.secret = webhook.secret;
  }

  /** How many deliveries were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends until it is stopped and all is answered. */
  async until(stopped: AbortSignal): Promise<void> {
    await Promise.all([
      this.#steadily(
        () => this.rate,
        () => this.#send(this.secret),
        stopped,
      ),
      this.#steadily(
        () => this.strangers,
        () => this.#send(newSecret(this.#webhook.scheme)),
        stopped,
      ),
    ]);
    await Promise.all(this.#pending);
  }

  /** So many signed deliveries at once, beside the steady ones. Resolves when all are answered. */
  async burst(count: number, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#send(this.secret, headers)));
  }

  /** So often a second, whatever the answers do. */
  async #steadily(rate: () => number, send: () => void, stopped: AbortSignal): Promise<void> {
    let due = performance.now();
    while (!stopped.aborted) {
      const now = performance.now();
      // When this process was kept from it the alarms' clock stood still as well, so nothing is made up for.
      due = rate() === 0 ? now : Math.max(due, now - longestGapMs);
      for (; rate() > 0 && due <= now; due += 1000 / rate()) send();
      await sleep(10, undefined, { signal: stopped }).catch(() => {});
    }
  }

  #send(secret: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const { url, signedUrl, scheme } = this.#webhook;
    this.#sent += 1;
    const { headers, body } = senderOf(scheme, signedUrl)(secret, Date.now() + this.clockAheadMs);
    // Whether there is an answer, and which, is for the alarms to notice.
    const answered = post(url, { headers: { ...headers, ...more }, body })
      .then(() => {})
      .finally(() => this.#pending.delete(answered));
    this.#pending.add(answered);
    return answered;
  }
}
