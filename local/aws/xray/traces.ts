import type { SegmentDocument, XrayEntity } from './document.ts';

/** A document as it is stored: as text, which takes a fraction of the memory, and the times that traces are found by. */
interface Stored {
  readonly text: string;
  /** Seconds since the epoch. Absent of a subsegment that came by itself. */
  readonly span?: { readonly start: number; readonly end: number | undefined };
}

/** One trace: the documents of it that came. */
export class Trace {
  readonly id: string;
  /** Milliseconds since the epoch. */
  updatedAt = 0;
  /** How many documents came, as X-Ray counts a trace's revisions. */
  revision = 0;
  /** "LimitExceeded is set to true when the trace has exceeded the Trace document size limit." */
  limitExceeded = false;
  bytes = 0;
  readonly #documents = new Map<string, Stored>();

  constructor(id: string) {
    this.id = id;
  }

  /** A document of the same id replaces the earlier one: a segment in progress by the whole one. */
  put(document: SegmentDocument, at: number): void {
    const text = JSON.stringify(document);
    const added = text.length - (this.#documents.get(document.id)?.text.length ?? 0);
    this.limitExceeded ||= this.bytes + added > maximumTraceBytes;
    if (this.limitExceeded) return;
    const span = { start: document.start_time, end: document.end_time };
    this.#documents.set(document.id, { text, ...(!isSubsegment(document) && { span }) });
    this.bytes += added;
    this.revision += 1;
    this.updatedAt = at;
  }

  /** When the earliest segment began. Undefined while no segment has come, but subsegments of one. */
  startedAt(): number | undefined {
    const starts = [...this.#documents.values()].flatMap(({ span }) => span?.start ?? []);
    return starts.length === 0 ? undefined : Math.min(...starts);
  }

  /** When each segment ended. */
  segmentEnds(): readonly number[] {
    return [...this.#documents.values()].flatMap(({ span }) => span?.end ?? []);
  }

  segments(): readonly SegmentDocument[] {
    return joined([...this.#documents.values()].map(({ text }): SegmentDocument => JSON.parse(text)));
  }
}

/** X-Ray's quota "Trace document size": 500 kB. */
const maximumTraceBytes = 500_000;

/** The newest traces, up to so many bytes of documents. X-Ray itself keeps them for 30 days. */
export class Traces {
  readonly #maximumBytes: number;
  readonly #clock: () => number;
  readonly #traces = new Map<string, Trace>();
  #bytes = 0;

  constructor(maximumBytes: number, clock: () => number) {
    this.#maximumBytes = maximumBytes;
    this.#clock = clock;
  }

  put(document: SegmentDocument): void {
    const id = document.trace_id;
    const trace = this.#traces.get(id) ?? new Trace(id);
    this.#traces.set(id, trace);
    this.#bytes -= trace.bytes;
    trace.put(document, this.#clock());
    this.#bytes += trace.bytes;
    // The oldest first. One that is still being written to is among the newest.
    for (const [oldest, { bytes }] of this.#traces) {
      if (this.#bytes <= this.#maximumBytes) break;
      this.#traces.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  get(id: string): Trace | undefined {
    return this.#traces.get(id);
  }

  all(): readonly Trace[] {
    return [...this.#traces.values()];
  }
}

/**
 * The segments, each with the subsegments that were sent by themselves in their places. A subsegment whose parent has not
 * come is left out until it does.
 */
function joined(documents: readonly SegmentDocument[]): readonly SegmentDocument[] {
  const apart = Map.groupBy(documents.filter(isSubsegment), ({ parent_id }) => parent_id);
  const whole = <E extends XrayEntity>(entity: E): E => {
    const sent = apart.get(entity.id) ?? [];
    // Each goes to one place, so that documents that name each other as parents have an end.
    apart.delete(entity.id);
    const subsegments = [...(entity.subsegments ?? []), ...sent.map(embedded)].map(whole);
    return subsegments.length === 0 ? entity : { ...entity, subsegments };
  };
  return documents.filter((document) => !isSubsegment(document)).map(whole);
}

function isSubsegment({ type }: SegmentDocument): boolean {
  return type === 'subsegment';
}

/** X-Ray shows where a subsegment stands by nesting alone. */
function embedded({ trace_id: _, parent_id: __, type: ___, ...entity }: SegmentDocument): XrayEntity {
  return entity;
}
