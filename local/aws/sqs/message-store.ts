import type { StoredMessage } from './message/message.ts';

/** What one queue keeps at most. */
export interface QueueBounds {
  readonly messages: number;
  readonly bytes: number;
}

/** The messages of a queue in the order of their arrival. */
export class MessageStore implements Iterable<StoredMessage> {
  readonly bounds: QueueBounds;
  readonly #byId = new Map<string, StoredMessage>();
  #bytes = 0;
  /** No message was sent before. Dead letters keep when they were sent, so that the first is not always the oldest. */
  #sentSince = Number.POSITIVE_INFINITY;

  constructor(bounds: QueueBounds) {
    this.bounds = bounds;
  }

  get size(): number {
    return this.#byId.size;
  }

  [Symbol.iterator](): Iterator<StoredMessage> & Iterable<StoredMessage> {
    return this.#byId.values();
  }

  get(id: string): StoredMessage | undefined {
    return this.#byId.get(id);
  }

  hasRoomFor(bytes: number): boolean {
    return this.size < this.bounds.messages && this.#bytes + bytes <= this.bounds.bytes;
  }

  add(message: StoredMessage): void {
    this.#byId.set(message.id, message);
    this.#bytes += message.bytes;
    this.#sentSince = Math.min(this.#sentSince, message.sentAt);
  }

  drop(message: StoredMessage): void {
    if (this.#byId.delete(message.id)) this.#bytes -= message.bytes;
  }

  /** Drops the oldest until there is room. */
  makeRoomFor(bytes: number): void {
    for (const oldest of this) {
      if (this.hasRoomFor(bytes)) return;
      this.drop(oldest);
    }
  }

  expire(sentBefore: number): void {
    // Asked at every call: mostly nothing is old enough.
    if (this.#sentSince > sentBefore) return;
    this.#sentSince = Number.POSITIVE_INFINITY;
    for (const message of this) {
      if (message.sentAt <= sentBefore) this.drop(message);
      else this.#sentSince = Math.min(this.#sentSince, message.sentAt);
    }
  }

  clear(): void {
    this.#byId.clear();
    this.#bytes = 0;
  }
}
