import { AwsError } from '../../aws-error.ts';
import type { IngestedEvent } from '../event.ts';
import { isJsonObject } from '../json.ts';
import type { EventFields } from '../pattern/fields.ts';
import { compilePattern } from '../pattern/pattern.ts';

export interface ArchiveDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** ARN of the bus. */
  readonly eventSourceArn: string;
  /** 0 keeps events for good. */
  readonly retentionDays: number;
  /** The event pattern as JSON text; every event of the bus without it. */
  readonly pattern?: string;
}

export interface ArchivedEvent {
  readonly id: string;
  /** That of the event itself, which AWS writes in whole seconds; milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
  readonly bytes: number;
  readonly archivedAt: number;
}

/** What an archive keeps at most. */
export interface ArchiveBounds {
  readonly events: number;
  readonly bytes: number;
}

export interface ArchiveOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly warn: (line: string) => void;
  readonly bounds: ArchiveBounds;
}

/**
 * The events of a bus in memory. AWS keeps them without bound, and lets events arrive with a delay and counts later
 * still; here both are there at once, and beyond its bounds an archive drops the oldest, which is said once.
 */
export class Archive {
  readonly declared: ArchiveDeclaration;
  readonly createdAt: number;
  readonly #surroundings: ArchiveOptions;
  readonly #matches: (event: EventFields) => boolean;
  /** In the order of their arrival. */
  readonly #events = new Set<ArchivedEvent>();
  #bytes = 0;
  #warned = false;

  /** @throws AwsError for a pattern that is not valid */
  constructor(declared: ArchiveDeclaration, surroundings: ArchiveOptions) {
    this.declared = declared;
    this.#surroundings = surroundings;
    this.createdAt = surroundings.now();
    this.#matches = matcher(declared);
  }

  record({ id, text, json, fields, ingestedAt }: IngestedEvent): void {
    if (!this.#matches(fields)) return;
    const time = isJsonObject(json) ? Date.parse(String(json.time)) : ingestedAt;
    const event = { id, time, text, bytes: Buffer.byteLength(text), archivedAt: ingestedAt };
    this.#events.add(event);
    this.#bytes += event.bytes;
    this.#expire();
    for (const oldest of this.#events) {
      const { events, bytes } = this.#surroundings.bounds;
      if (this.#events.size <= events && this.#bytes <= bytes) break;
      this.#warnOnce();
      this.#drop(oldest);
    }
  }

  size(): { readonly events: number; readonly bytes: number } {
    this.#expire();
    return { events: this.#events.size, bytes: this.#bytes };
  }

  /** From the one time on, and before the other; oldest first. */
  between(from: number, to: number): readonly ArchivedEvent[] {
    this.#expire();
    return [...this.#events].filter(({ time }) => time >= from && time < to).toSorted((a, b) => a.time - b.time);
  }

  #expire(): void {
    const { retentionDays } = this.declared;
    const before = retentionDays === 0 ? 0 : this.#surroundings.now() - retentionDays * 86_400_000;
    for (const oldest of this.#events) {
      if (oldest.archivedAt > before) break;
      this.#drop(oldest);
    }
  }

  #drop(event: ArchivedEvent): void {
    this.#events.delete(event);
    this.#bytes -= event.bytes;
  }

  #warnOnce(): void {
    if (this.#warned) return;
    this.#warned = true;
    const { bounds, warn } = this.#surroundings;
    warn(
      `archive ${this.declared.name} is full: the local EventBridge keeps ${bounds.events} events or ${bounds.bytes} bytes an archive and drops the oldest`,
    );
  }
}

function matcher({ name, pattern }: ArchiveDeclaration): (event: EventFields) => boolean {
  if (pattern === undefined) return () => true;
  const compiled = compilePattern(pattern);
  if (compiled.ok) return compiled.matches;
  const message = `archive ${name}: Event pattern is not valid. Reason: ${compiled.reason}`;
  throw new AwsError('InvalidEventPatternException', message);
}
