import { randomUUID } from 'node:crypto';
import { Arrivals } from './arrivals.ts';
import type { MessageAttribute, MessageAttributes } from './message-attributes.ts';
import type { QueueEvent } from './observed.ts';
import { messageIdIn, receiptHandle } from './receipt-handle.ts';

export interface QueueDeclaration {
  readonly name: string;
  readonly arn: string;
  /** Its path is what tells queues apart; point it at the local endpoint, because SDK clients may send there. */
  readonly url: string;
  /** 30 in SQS when nothing is said. */
  readonly visibilityTimeoutSeconds?: number;
  /** 345,600 (4 days) in SQS when nothing is said. */
  readonly messageRetentionSeconds?: number;
  readonly delaySeconds?: number;
  readonly receiveWaitTimeSeconds?: number;
  /** 1,048,576 in SQS when nothing is said. */
  readonly maximumMessageBytes?: number;
  readonly redrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  /** The queue policy as JSON text. It is shown and not enforced: the local run has no principals. */
  readonly policy?: string;
  readonly sqsManagedSseEnabled?: boolean;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: MessageAttribute;
  readonly delaySeconds?: number;
}

export interface StoredMessage extends NewMessage {
  readonly id: string;
  readonly bytes: number;
  /** Milliseconds since the epoch, as every time below. */
  readonly sentAt: number;
  /** The queue a dead letter came from. */
  sourceArn: string | undefined;
  /** Into this queue: of a dead letter, when it became one. */
  arrivedAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receiptHandle: string | undefined;
}

/** The messages of a queue: to be received, received and not deleted, not yet due. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** What SQS reports of a queue every minute. */
export interface QueueLevel extends QueueCounts {
  /** 0 for an empty queue. */
  readonly oldestAgeSeconds: number;
}

export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly bounds: Bounds;
  readonly observe: (event: QueueEvent) => void;
}

export interface Bounds {
  readonly messages: number;
  readonly bytes: number;
}

const defaults = {
  visibilityTimeoutSeconds: 30,
  messageRetentionSeconds: 345_600,
  delaySeconds: 0,
  receiveWaitTimeSeconds: 0,
  maximumMessageBytes: 1_048_576,
  sqsManagedSseEnabled: true,
};

/**
 * A standard queue in memory. SQS stores without bound; here a queue holds what `bounds` allows and drops its oldest
 * message beyond that, which is said once on standard error.
 */
export class Queue {
  readonly declared: QueueDeclaration & typeof defaults;
  readonly arrivals = new Arrivals();
  readonly createdAt: number;
  purgedAt: number | undefined;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #clock: () => number;
  readonly #bounds: Bounds;
  readonly #observe: (event: QueueEvent) => void;
  #bytes = 0;
  #warned = false;

  constructor(declared: QueueDeclaration, { clock, bounds, observe }: Surroundings) {
    this.declared = { ...defaults, ...declared };
    this.#bounds = bounds;
    this.#observe = observe;
    this.#clock = clock;
    this.createdAt = clock();
  }

  send(message: NewMessage, bytes: number): StoredMessage {
    const now = this.#clock();
    const stored: StoredMessage = {
      ...message,
      id: randomUUID(),
      bytes,
      sentAt: now,
      arrivedAt: now,
      visibleAt: now + (message.delaySeconds ?? this.declared.delaySeconds) * 1000,
      sourceArn: undefined,
      receiveCount: 0,
      firstReceivedAt: undefined,
      receiptHandle: undefined,
    };
    this.#store(stored);
    this.#observe({ kind: 'sent', at: now, queue: this.declared.name, bytes });
    return stored;
  }

  /** Takes up to `maximum` visible messages; one received `maxReceiveCount` times before goes to the dead letters. */
  receive(maximum: number, visibilityTimeoutSeconds: number, deadLetters: Queue | undefined): readonly StoredMessage[] {
    this.#expire();
    const now = this.#clock();
    const maxReceiveCount = this.declared.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
    const received: StoredMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length === maximum) break;
      if (message.visibleAt > now) continue;
      if (deadLetters && message.receiveCount >= maxReceiveCount) {
        this.#drop(message);
        deadLetters.#bury(message, this.declared.arn);
        continue;
      }
      message.visibleAt = now + visibilityTimeoutSeconds * 1000;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.receiptHandle = receiptHandle(this.declared.arn, message.id);
      received.push(message);
    }
    return received;
  }

  /** Milliseconds until the next hidden message is visible; undefined when none is hidden. */
  nextVisibleIn(): number | undefined {
    const hidden = [...this.#messages.values()].map(({ visibleAt }) => visibleAt - this.#clock());
    return hidden.length === 0
      ? undefined
      : Math.max(
          0,
          hidden.reduce((a, b) => Math.min(a, b)),
        );
  }

  /** Says whether the handle is one of this queue. An older handle than the last deletes nothing, as SQS warns. */
  delete(handle: string): boolean {
    const id = messageIdIn(handle, this.declared.arn);
    if (id === undefined) return false;
    const message = this.#messages.get(id);
    if (message?.receiptHandle === handle) this.#drop(message);
    this.#observe({ kind: 'deleted', at: this.#clock(), queue: this.declared.name });
    return true;
  }

  purge(): void {
    this.purgedAt = this.#clock();
    this.#messages.clear();
    this.#bytes = 0;
  }

  counts(): QueueCounts {
    this.#expire();
    const now = this.#clock();
    const hidden = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  level(): QueueLevel {
    const counts = this.counts();
    const arrivals = [...this.#messages.values()].map(({ arrivedAt }) => arrivedAt);
    const now = this.#clock();
    return { ...counts, oldestAgeSeconds: (now - arrivals.reduce((a, b) => Math.min(a, b), now)) / 1000 };
  }

  /** Says how many messages an answer to ReceiveMessage had. */
  answered(messages: number): void {
    this.#observe({ kind: 'received', at: this.#clock(), queue: this.declared.name, messages });
  }

  /** A dead letter keeps its id, its age and its receive count. */
  #bury(message: StoredMessage, sourceArn: string): void {
    message.arrivedAt = this.#clock();
    message.visibleAt = message.arrivedAt;
    message.receiptHandle = undefined;
    message.sourceArn = sourceArn;
    this.#store(message);
  }

  #store(message: StoredMessage): void {
    this.#messages.set(message.id, message);
    this.#bytes += message.bytes;
    for (const oldest of this.#messages.values()) {
      if (this.#messages.size <= this.#bounds.messages && this.#bytes <= this.#bounds.bytes) break;
      this.#warnOnce();
      this.#drop(oldest);
    }
    this.arrivals.announce();
  }

  #drop(message: StoredMessage): void {
    if (this.#messages.delete(message.id)) this.#bytes -= message.bytes;
  }

  #expire(): void {
    const sentBefore = this.#clock() - this.declared.messageRetentionSeconds * 1000;
    for (const message of this.#messages.values()) {
      if (message.sentAt <= sentBefore) this.#drop(message);
    }
  }

  #warnOnce(): void {
    if (this.#warned) return;
    this.#warned = true;
    const { messages, bytes } = this.#bounds;
    console.error(
      `queue ${this.declared.name} is full: the local SQS keeps ${messages} messages or ${bytes} bytes a queue and drops the oldest`,
    );
  }
}
