import { Arrivals } from './arrivals.ts';
import { defaults, type QueueDeclaration } from './declaration.ts';
import { sqsError } from './errors.ts';
import { type NewMessage, newlyStored, type StoredMessage } from './message/message.ts';
import { MessageStore, type QueueBounds } from './message-store.ts';
import type { QueueCounts, QueueEvent, QueueLevel, QueueReport } from './queue-event.ts';
import { messageIdIn, receiptHandle } from './receipt-handle.ts';

export interface QueueOptions {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The same on the clock that metrics go by. */
  readonly metricsNow: () => number;
  readonly bounds: QueueBounds;
  readonly observe: (event: QueueEvent) => void;
}

/** What came of a change; all but the first are refused. */
export type VisibilityChange = 'changed' | 'no-handle' | 'no-message' | 'beyond-limit';

/** From one receipt, however often it is changed. */
export const maximumVisibilitySeconds = 43_200;

/**
 * A standard queue in memory. SQS stores without bound; here a queue holds what `bounds` allows, and that it is full is
 * said once on standard error. One with dead letters has a consumer, who is to get every message: it refuses what it has
 * no room for, as SQS does when it is unavailable. Of another, which may have nobody who ever reads it, the oldest go.
 */
export class Queue {
  readonly declared: QueueDeclaration & typeof defaults;
  readonly arrivals = new Arrivals();
  readonly createdAt: number;
  purgedAt: number | undefined;
  readonly #messages: MessageStore;
  readonly #clock: () => number;
  readonly #metricsNow: () => number;
  readonly #observe: (event: QueueEvent) => void;
  #warned = false;

  constructor(declared: QueueDeclaration, { clock, metricsNow, bounds, observe }: QueueOptions) {
    this.declared = { ...defaults, ...declared };
    this.#messages = new MessageStore(bounds);
    this.#observe = observe;
    this.#clock = clock;
    this.#metricsNow = metricsNow;
    this.createdAt = clock();
  }

  /** @throws AwsError when there is no room for it, and the queue has dead letters */
  send(message: NewMessage, bytes: number): StoredMessage {
    if (this.declared.redrivePolicy && !this.hasRoomFor(bytes)) throw this.#full('refuses more');
    const { delaySeconds } = this.declared;
    const stored = newlyStored({ delaySeconds, ...message }, bytes, this.#clock(), this.#metricsNow());
    this.#store(stored);
    this.#report({ kind: 'sent', bytes });
    return stored;
  }

  /**
   * Takes up to `maximum` visible messages; one received `maxReceiveCount` times before goes to the dead letters, as soon
   * as they have room.
   */
  receive(maximum: number, visibilityTimeoutSeconds: number, deadLetters: Queue | undefined): readonly StoredMessage[] {
    this.#expire();
    const now = this.#clock();
    const maxReceiveCount = this.declared.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
    const received: StoredMessage[] = [];
    for (const message of this.#messages) {
      if (received.length === maximum) break;
      if (message.visibleAt > now) continue;
      if (message.receiveCount >= maxReceiveCount && deadLetters?.hasRoomFor(message.bytes)) {
        this.drop(message);
        deadLetters.#bury(message, this.declared.arn);
        continue;
      }
      message.visibleAt = now + visibilityTimeoutSeconds * 1000;
      message.receiveCount += 1;
      message.receivedAt = now;
      message.firstReceivedAt ??= now;
      message.receiptHandle = receiptHandle(this.declared.arn, message.id);
      received.push(message);
    }
    return received;
  }

  /** Milliseconds until the next hidden message is visible; undefined when none is hidden. */
  nextVisibleIn(): number | undefined {
    let next: number | undefined;
    for (const { visibleAt } of this.#messages) next = Math.min(next ?? visibleAt, visibleAt);
    return next === undefined ? undefined : Math.max(0, next - this.#clock());
  }

  /** Says whether the handle is one of this queue. An older handle than the last deletes nothing, as SQS warns. */
  delete(handle: string): boolean {
    const id = messageIdIn(handle, this.declared.arn);
    if (id === undefined) return false;
    const message = this.#messages.get(id);
    if (message?.receiptHandle === handle) this.drop(message);
    this.#report({ kind: 'deleted' });
    return true;
  }

  /**
   * Hides a message that was received for so long from now on, or shows it again with 0. Any handle of it will do, and it
   * may have been visible again for long: SQS refuses neither.
   */
  changeVisibility(handle: string, seconds: number): VisibilityChange {
    this.#expire();
    const id = messageIdIn(handle, this.declared.arn);
    if (id === undefined) return 'no-handle';
    const message = this.#messages.get(id);
    const now = this.#clock();
    if (message?.receivedAt === undefined) return 'no-message';
    const visibleAt = now + seconds * 1000;
    if (visibleAt - message.receivedAt > maximumVisibilitySeconds * 1000) return 'beyond-limit';
    message.visibleAt = visibleAt;
    // Who waits for the next message to be seen may wait for another time now.
    this.arrivals.announce();
    return 'changed';
  }

  oldestVisible(): StoredMessage | undefined {
    this.#expire();
    const now = this.#clock();
    return [...this.#messages].find(({ visibleAt }) => visibleAt <= now);
  }

  hasRoomFor(bytes: number): boolean {
    this.#expire();
    return this.#messages.hasRoomFor(bytes);
  }

  drop(message: StoredMessage): void {
    this.#messages.drop(message);
  }

  purge(): void {
    this.purgedAt = this.#clock();
    this.#messages.clear();
  }

  counts(): QueueCounts {
    this.#expire();
    const now = this.#clock();
    const hidden = [...this.#messages].filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  /** As it is at that time on the clock of metrics. */
  reportLevel(at = this.#metricsNow()): void {
    this.#report({ kind: 'level', ...this.#level(at) }, at);
  }

  /** That an answer to ReceiveMessage had so many messages. */
  reportReceived(messages: number): void {
    this.#report({ kind: 'received', messages });
  }

  #level(at: number): QueueLevel {
    const counts = this.counts();
    const oldest = [...this.#messages].reduce((least, { arrivedAt }) => Math.min(least, arrivedAt), at);
    return { ...counts, oldestAgeSeconds: (at - oldest) / 1000 };
  }

  #report(event: QueueReport, at = this.#metricsNow()): void {
    this.#observe({ ...event, at, queue: this.declared.name });
  }

  /** A dead letter keeps its id, its age and its receive count. */
  #bury(message: StoredMessage, sourceArn: string): void {
    message.arrivedAt = this.#metricsNow();
    message.visibleAt = this.#clock();
    message.receiptHandle = undefined;
    message.sourceArn = sourceArn;
    this.#store(message);
  }

  #store(message: StoredMessage): void {
    if (!this.hasRoomFor(message.bytes)) {
      this.#full('drops the oldest');
      this.#messages.makeRoomFor(message.bytes);
    }
    this.#messages.add(message);
    this.arrivals.announce();
  }

  #expire(): void {
    this.#messages.expire(this.#clock() - this.declared.messageRetentionSeconds * 1000);
  }

  #full(so: string) {
    const { messages, bytes } = this.#messages.bounds;
    const says = `queue ${this.declared.name} is full: the local SQS keeps ${messages} messages or ${bytes} bytes a queue and ${so}`;
    if (!this.#warned) console.error(says);
    this.#warned = true;
    return sqsError('ServiceUnavailable', says);
  }
}
