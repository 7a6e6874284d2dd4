import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandInput,
  type GetTraceSummariesCommandOutput,
  PutTraceSegmentsCommand,
  type PutTraceSegmentsCommandOutput,
  XRayClient,
} from '@aws-sdk/client-xray';
import type { SegmentDocument, XrayEntity } from '../../../../local/aws/xray/document.ts';
import { createXray, type Xray, type XrayOptions } from '../../../../local/aws/xray/xray.ts';
import { listening } from '../sqs/listening.ts';

/** When every test begins, in seconds since the epoch. */
export const start = Date.parse('2026-07-10T12:00:00Z') / 1000;

export interface LocalXray {
  /** The clock, in milliseconds since the epoch. */
  now: number;
  readonly xray: Xray;
  readonly client: XRayClient;
  readonly notes: readonly string[];
  put(...documents: readonly (object | string)[]): Promise<PutTraceSegmentsCommandOutput>;
  /** Of the hour around the start, where nothing else is said. */
  summaries(more?: Partial<GetTraceSummariesCommandInput>): Promise<GetTraceSummariesCommandOutput>;
  /** The ids of the traces that a filter expression finds. */
  found(FilterExpression: string): Promise<readonly (string | undefined)[]>;
  /** The segments of a trace, parsed. */
  segments(id: string): Promise<readonly SegmentDocument[]>;
  close(): Promise<void>;
}

export async function startXray(options: Partial<XrayOptions> = {}): Promise<LocalXray> {
  const clock = { now: start * 1000 };
  const notes: string[] = [];
  const local = createXray({ groups: [], clock: () => clock.now, note: (line) => notes.push(line), ...options });
  const endpoint = await listening([local.service]);
  const client = new XRayClient(endpoint.client);
  const summaries = (more: Partial<GetTraceSummariesCommandInput> = {}) =>
    client.send(
      new GetTraceSummariesCommand({
        StartTime: new Date((start - 1800) * 1000),
        EndTime: new Date((start + 1800) * 1000),
        ...more,
      }),
    );
  return Object.assign(clock, {
    xray: local,
    client,
    notes,
    summaries,
    put: (...documents: readonly (object | string)[]) =>
      client.send(
        new PutTraceSegmentsCommand({
          TraceSegmentDocuments: documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
        }),
      ),
    found: async (FilterExpression: string) =>
      ((await summaries({ FilterExpression })).TraceSummaries ?? []).map(({ Id }) => Id),
    segments: async (id: string) => {
      const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }));
      return (Traces[0]?.Segments ?? []).map(({ Document = '' }): SegmentDocument => JSON.parse(Document));
    },
    async close() {
      client.destroy();
      await endpoint.close();
    },
  });
}

/** The n-th trace's id. */
export const traceId = (n: number) => `1-6a50e2c0-${String(n).padStart(24, '0')}`;
export const segmentId = (n: number) => n.toString(16).padStart(16, '0');

/** A second of the service `front` at the start. */
export function segment(more: Partial<SegmentDocument> & { readonly [field: string]: unknown } = {}) {
  return {
    id: segmentId(1),
    trace_id: traceId(1),
    name: 'front',
    start_time: start,
    end_time: start + 1,
    ...more,
  };
}

/** The names of a tree, children in brackets, in the order they started. */
export function shape({ name, subsegments = [] }: XrayEntity): string {
  const children = subsegments.toSorted((one, other) => one.start_time - other.start_time).map(shape);
  return children.length === 0 ? name : `${name} [${children.join(', ')}]`;
}
