import { datagrams } from '../datagrams.ts';
import { readDatagram, type SegmentDocument, type Subsegment } from './segment-schema.ts';

export interface XrayDaemon {
  /** host:port, as AWS_XRAY_DAEMON_ADDRESS wants it. */
  readonly address: string;
  /** The subsegments that came since the last call, each hung under the one it names as its parent. */
  trees(): Promise<readonly Traced[]>;
  close(): void;
}

export interface Traced extends Omit<Subsegment, 'subsegments'> {
  readonly traceId: string;
  readonly parentId: string;
  readonly children: readonly Traced[];
}

/** The names of a tree, children in brackets, in the order of their names. */
export function shape({ name, children }: Traced): string {
  return children.length === 0 ? name : `${name} [${children.map(shape).sort().join(', ')}]`;
}

/** A UDP socket that takes what the function sends to the daemon. Refuses what is no segment document. */
export async function xrayDaemon(): Promise<XrayDaemon> {
  const { address, taken, close } = await datagrams();
  return { address, trees: async () => assemble((await taken()).map(readDatagram)), close };
}

function assemble(documents: readonly SegmentDocument[]): readonly Traced[] {
  const traced = (segment: Subsegment, traceId: string, parentId: string): Traced => {
    const { subsegments = [], ...own } = segment;
    const children = subsegments.map((child) => traced(child, traceId, segment.id));
    const sentApart = documents
      .filter(({ parent_id }) => parent_id === segment.id)
      .map((document) => traced(document, document.trace_id, document.parent_id));
    return { ...own, traceId, parentId, children: [...children, ...sentApart].sort(byStart) };
  };
  const nested = new Set(documents.flatMap((document) => [...idsOf(document)]));
  return documents
    .filter(({ parent_id }) => !nested.has(parent_id))
    .map((document) => traced(document, document.trace_id, document.parent_id));
}

function* idsOf(segment: Subsegment): Generator<string> {
  yield segment.id;
  for (const child of segment.subsegments ?? []) yield* idsOf(child);
}

function byStart(left: Subsegment | Traced, right: Subsegment | Traced): number {
  return left.start_time - right.start_time || (left.end_time ?? 0) - (right.end_time ?? 0);
}
