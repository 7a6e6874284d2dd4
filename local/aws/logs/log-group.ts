export interface LogEvent {
  readonly stream: string;
  /** Milliseconds since the epoch, as `ingestionTime`. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  /** The order of arrival in the group: tells events of one millisecond apart. */
  readonly sequence: number;
}

export interface LogStream {
  readonly name: string;
  lastIngestionAt: number | undefined;
}

export interface LogGroupDeclaration {
  readonly name: string;
  /** With or without the trailing `:*`. */
  readonly arn: string;
  /** 0 or nothing said: kept until the group's bytes are full. */
  readonly retentionDays?: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What CloudWatch Logs counts for an event beside its message. */
export const eventOverheadBytes = 26;

/**
 * A log group in memory, its events in the order of their timestamps. CloudWatch Logs stores without bound; here a
 * group keeps `maximumBytes` and drops its oldest events beyond that, and those older than its retention.
 */
export class LogGroup {
  readonly name: string;
  /** Without the trailing `:*`. */
  readonly arn: string;
  readonly retentionDays: number | undefined;
  readonly streams = new Map<string, LogStream>();
  readonly #maximumBytes: number;
  readonly #clock: () => number;
  #events: LogEvent[] = [];
  /** How many at the beginning of `#events` are dropped. */
  #dropped = 0;
  #bytes = 0;
  #sequence = 0;

  constructor({ name, arn, retentionDays }: LogGroupDeclaration, maximumBytes: number, clock: () => number) {
    this.name = name;
    this.arn = arn.replace(/:\*$/, '');
    this.retentionDays = retentionDays || undefined;
    this.#maximumBytes = maximumBytes;
    this.#clock = clock;
  }

  createStream(name: string): LogStream {
    const stream: LogStream = {
      name,
      lastIngestionAt: undefined,
    };
    this.streams.set(name, stream);
    return stream;
  }

  write(stream: LogStream, timestamp: number, message: string): LogEvent {
    const ingestionTime = this.#clock();
    this.#sequence += 1;
    const event = { stream: stream.name, timestamp, ingestionTime, message, sequence: this.#sequence };
    stream.lastIngestionAt = ingestionTime;
    // Nearly every event is the newest, so its place is looked for from the end.
    const after = this.#events.findLastIndex((earlier) => earlier.timestamp <= timestamp);
    this.#events.splice(Math.max(after + 1, this.#dropped), 0, event);
    this.#bytes += bytesOf(event);
    this.#dropOldest();
    return event;
  }

  events(): readonly LogEvent[] {
    this.#dropOldest();
    this.#close();
    return this.#events;
  }

  #dropOldest(): void {
    const keptSince = this.retentionDays === undefined ? -Infinity : this.#clock() - this.retentionDays * dayMs;
    for (let oldest = this.#events[this.#dropped]; oldest !== undefined; oldest = this.#events[this.#dropped]) {
      if (oldest.timestamp >= keptSince && this.#bytes <= this.#maximumBytes) break;
      this.#bytes -= bytesOf(oldest);
      this.#dropped += 1;
    }
    // A full group drops with every write, and moving all the others each time would cost more than the write.
    if (this.#dropped > this.#events.length / 8) this.#close();
  }

  #close(): void {
    if (this.#dropped > 0) this.#events = this.#events.slice(this.#dropped);
    this.#dropped = 0;
  }
}

function bytesOf({ message }: LogEvent): number {
  return Buffer.byteLength(message) + eventOverheadBytes;
}
