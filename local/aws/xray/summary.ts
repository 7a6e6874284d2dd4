import type { AnnotationValue, SegmentDocument, XrayEntity } from './document.ts';

/** One segment's service, as the API names it. */
interface ServiceId {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly AccountId?: string;
  readonly Type?: string;
}

/** One trace in a list; times in seconds since the epoch. */
export interface TraceSummary {
  readonly Id: string;
  readonly StartTime: number;
  readonly Duration?: number;
  readonly ResponseTime?: number;
  readonly HasFault: boolean;
  readonly HasError: boolean;
  readonly HasThrottle: boolean;
  readonly IsPartial: boolean;
  readonly Http: object;
  readonly Annotations: Readonly<
    Record<string, readonly { readonly AnnotationValue: object; readonly ServiceIds: readonly ServiceId[] }[]>
  >;
  readonly Users: readonly { readonly UserName: string; readonly ServiceIds: readonly ServiceId[] }[];
  readonly ServiceIds: readonly ServiceId[];
  readonly ResourceARNs: readonly { readonly ARN: string }[];
  readonly InstanceIds: readonly [];
  readonly AvailabilityZones: readonly [];
  readonly EntryPoint: ServiceId;
}

/** Undefined when there is no segment yet. What each field counts is said in the doc comments of the SDK's TraceSummary. */
export function summarised(id: string, segments: readonly SegmentDocument[]): TraceSummary | undefined {
  const root = rootOf(segments);
  if (root === undefined) return undefined;
  const start = Math.min(...segments.map(({ start_time }) => start_time));
  const ends = segments.flatMap(({ end_time }) => end_time ?? []);
  const { request = {}, response } = root.http ?? {};
  return {
    Id: id,
    StartTime: start,
    ...(ends.length > 0 && { Duration: seconds(Math.max(...ends) - start) }),
    ...(root.end_time !== undefined && { ResponseTime: seconds(root.end_time - root.start_time) }),
    HasFault: root.fault === true,
    HasError: root.error === true,
    HasThrottle: segments.some(({ throttle }) => throttle === true),
    IsPartial: segments.some(({ in_progress }) => in_progress === true),
    Http: {
      HttpURL: request.url,
      HttpStatus: response?.status,
      HttpMethod: request.method,
      UserAgent: request.user_agent,
      ClientIp: request.client_ip,
    },
    Annotations: annotationsOf(segments),
    Users: segments.flatMap((segment) =>
      segment.user === undefined ? [] : [{ UserName: segment.user, ServiceIds: [serviceOf(segment)] }],
    ),
    ServiceIds: segments.map(serviceOf),
    ResourceARNs: segments.flatMap(({ resource_arn: ARN }) => (ARN === undefined ? [] : [{ ARN }])),
    InstanceIds: [],
    AvailabilityZones: [],
    EntryPoint: serviceOf(root),
  };
}

/** The segment whose parent, if it has one, is none of this trace: the caller's, who need not be traced. */
export function rootOf(segments: readonly SegmentDocument[]): SegmentDocument | undefined {
  const ids = new Set(segments.flatMap((segment) => [...entities(segment)].map(({ id }) => id)));
  const roots = segments.filter(({ parent_id }) => parent_id === undefined || !ids.has(parent_id));
  return (roots.length > 0 ? roots : segments).toSorted((one, other) => one.start_time - other.start_time)[0];
}

/** The entity itself and everything inside it. */
export function* entities(entity: XrayEntity): Generator<XrayEntity> {
  yield entity;
  for (const child of entity.subsegments ?? []) yield* entities(child);
}

/** To the microsecond: a difference of two times since the epoch has no more digits that mean anything. */
export function seconds(difference: number): number {
  return Math.round(difference * 1e6) / 1e6;
}

function serviceOf({ name, origin, aws, resource_arn }: SegmentDocument): ServiceId {
  const account = aws?.account_id ?? resource_arn?.split(':')[4];
  return {
    Name: name,
    Names: [name],
    ...(account && { AccountId: account }),
    ...(origin !== undefined && { Type: origin }),
  };
}

function annotationsOf(segments: readonly SegmentDocument[]): TraceSummary['Annotations'] {
  const found = new Map<string, Map<AnnotationValue, ServiceId[]>>();
  for (const segment of segments) {
    for (const { annotations = {} } of entities(segment)) {
      for (const [key, value] of Object.entries(annotations)) {
        const values = found.get(key) ?? new Map<AnnotationValue, ServiceId[]>();
        found.set(key, values.set(value, [...(values.get(value) ?? []), serviceOf(segment)]));
      }
    }
  }
  return Object.fromEntries(
    [...found].map(([key, values]) => [
      key,
      [...values].map(([value, services]) => ({ AnnotationValue: annotationValue(value), ServiceIds: services })),
    ]),
  );
}

function annotationValue(value: AnnotationValue): object {
  if (typeof value === 'number') return { NumberValue: value };
  return typeof value === 'boolean' ? { BooleanValue: value } : { StringValue: value };
}
