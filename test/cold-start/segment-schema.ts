import { z } from 'zod';

/*
 * X-Ray segment documents as documented, as far as subsegments go:
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */

/** Seconds since the epoch, as a floating point number of at most microseconds that matter. */
const time = z.number().min(1_000_000_000).max(10_000_000_000);

const segmentId = z.string().regex(/^[0-9a-f]{16}$/);

/** Letters, numbers and white space of Unicode, and _ . : / % & # = + \ - @ */
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]+$/u);

/** Keys that X-Ray indexes. */
const annotations = z.record(
  z.string().regex(/^[A-Za-z0-9_]{1,500}$/),
  z.union([z.string().max(1000), z.number(), z.boolean()]),
);

const exceptions = z.looseObject({ id: segmentId, message: z.string().optional(), type: z.string().optional() });

const common = {
  id: segmentId,
  name,
  start_time: time,
  end_time: time.optional(),
  in_progress: z.literal(true).optional(),
  namespace: z.enum(['aws', 'remote']).optional(),
  error: z.boolean().optional(),
  fault: z.boolean().optional(),
  throttle: z.boolean().optional(),
  annotations: annotations.optional(),
  metadata: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  http: z.looseObject({ response: z.looseObject({ status: z.int().optional() }).optional() }).optional(),
  aws: z.looseObject({ operation: z.string().optional(), region: z.string().optional() }).optional(),
  cause: z.union([segmentId, z.looseObject({ exceptions: z.array(exceptions).optional() })]).optional(),
  precursor_ids: z.array(segmentId).optional(),
};

export interface Subsegment extends z.output<z.ZodObject<typeof common>> {
  readonly subsegments?: readonly Subsegment[] | undefined;
}

/** Over, or in progress, and never both. */
const isEnded = ({ end_time, in_progress }: { end_time?: number | undefined; in_progress?: true | undefined }) =>
  (end_time === undefined) === (in_progress === true);

const subsegment: z.ZodType<Subsegment> = z
  .strictObject({
    ...common,
    get subsegments() {
      return z.array(subsegment).optional();
    },
  })
  .refine(isEnded, 'either end_time or in_progress')
  .refine(({ start_time, end_time = Infinity }) => start_time <= end_time, 'ends before it starts');

/** A subsegment that is sent by itself names its type, trace and parent. */
const document = z
  .strictObject({
    ...common,
    type: z.literal('subsegment'),
    trace_id: z.string().regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    parent_id: segmentId,
    subsegments: z.array(subsegment).optional(),
  })
  .refine(isEnded, 'either end_time or in_progress');

export type SegmentDocument = z.output<typeof document>;

/** One datagram to the X-Ray daemon: a header, a line break, a document of at most 64 kB. */
export function readDatagram(datagram: string): SegmentDocument {
  const [header = '', text = '', ...others] = datagram.split('\n');
  z.strictObject({ format: z.literal('json'), version: z.literal(1) }).parse(JSON.parse(header));
  z.tuple([]).parse(others);
  z.number().max(64_000).parse(Buffer.byteLength(text));
  return document.parse(JSON.parse(text));
}
