/** A segment or subsegment as X-Ray documents it, as far as it is drawn. Times in seconds since the epoch. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly parent_id?: string;
  readonly origin?: string;
  readonly namespace?: string;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly http?: { readonly response?: { readonly status?: number } };
  readonly subsegments?: readonly Entity[];
}

/** A line of the waterfall. */
export interface Row {
  readonly entity: Entity;
  readonly depth: number;
  /** Milliseconds from the beginning of the trace. */
  readonly offsetMs: number;
  /** Absent while it is in progress. */
  readonly durationMs: number | undefined;
  /** The names of what it lies in, the outermost first. */
  readonly inside: readonly string[];
}

/** The entities of all documents of a trace, each below what it is part of, in the order of their start. */
export function waterfall(documents: readonly Entity[]): readonly Row[] {
  const all = documents.flatMap(withInner);
  const known = new Set(all.map(({ id }) => id));
  const begin = Math.min(...all.map(({ start_time }) => start_time));
  const childrenOf = (id: string | undefined) =>
    all
      .filter(({ parent_id }) => (parent_id !== undefined && known.has(parent_id) ? parent_id : undefined) === id)
      .sort((one, other) => one.start_time - other.start_time);
  const rows = (entities: readonly Entity[], inside: readonly string[]): readonly Row[] =>
    entities.flatMap((entity) => [
      {
        entity,
        depth: inside.length,
        offsetMs: (entity.start_time - begin) * 1000,
        durationMs: entity.end_time === undefined ? undefined : (entity.end_time - entity.start_time) * 1000,
        inside,
      },
      ...rows(childrenOf(entity.id), [...inside, entity.name]),
    ]);
  return rows(childrenOf(undefined), []);
}

function withInner(entity: Entity): readonly Entity[] {
  const inner = (entity.subsegments ?? []).flatMap((child) => withInner({ ...child, parent_id: entity.id }));
  return [entity, ...inner];
}
