import type { SignedRequest } from '../../../tools/senders.ts';
import type { Address, ResponseStatus } from './connection.ts';
import type { PublicWebhook } from './requests.ts';

/** What an attacker knows: the address, and deliveries of a real sender that it has overheard. */
export interface Victim extends PublicWebhook {
  /** Still fresh, and delivered. */
  readonly fresh: SignedRequest;
  /** Signed long ago. */
  readonly stale: SignedRequest;
}

export interface Attack {
  readonly name: string;
  /** In a line. */
  readonly what: string;
  /** Requests a second that it tries. None where it does not count in requests. */
  readonly perSecond?: number;
  /** Until it is stopped. */
  readonly run: (victim: Victim, tally: AttackTally, stopped: AbortSignal) => Promise<void>;
}

/** What an attacker saw of its own requests. */
export class AttackTally {
  sent = 0;
  /** In the second that had the most. */
  mostInASecond = 0;
  readonly byStatus = new Map<ResponseStatus, number>();
  #second = 0;
  #inSecond = 0;

  send(): void {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) this.#inSecond = 0;
    this.#second = second;
    this.#inSecond += 1;
    this.sent += 1;
    this.mostInASecond = Math.max(this.mostInASecond, this.#inSecond);
  }

  answer(status: ResponseStatus): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
  }
}

export function addressOf({ url }: PublicWebhook): Address {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
