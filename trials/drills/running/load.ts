import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { senderPatienceMs } from '../../../function/time-budget.ts';
import { senderOf } from '../../../tools/senders.ts';

/** Milliseconds, of which what fell due is sent at once. */
const longestGapMs = 250;

export interface LoadOptions {
  readonly url: string;
  readonly scheme: string;
  readonly secret: string;
  /** Signed deliveries a second. */
  readonly rate: number;
}

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
  readonly #options: LoadOptions;
  readonly #pending = new Set<Promise<void>>();

  constructor(options: LoadOptions) {
    this.#options = options;
    this.rate = options.rate;
    this.secret = options.secret;
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
        () => this.#send(randomBytes(24).toString('base64url')),
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
    const { url, scheme } = this.#options;
    this.#sent += 1;
    const { headers, body } = senderOf(scheme)(secret, Date.now() + this.clockAheadMs);
    const signal = AbortSignal.timeout(senderPatienceMs);
    const answered = fetch(url, { method: 'POST', headers: { ...headers, ...more }, body, signal })
      .then((answer) => answer.arrayBuffer())
      .then(
        () => {},
        // A sender that gets no answer is what many a drill is about.
        () => {},
      )
      .finally(() => this.#pending.delete(answered));
    this.#pending.add(answered);
    return answered;
  }
}
