import { z } from 'zod';

/** A segment or subsegment as X-Ray documents it; what is not named here is kept as it came. */
export interface XrayEntity {
  readonly id: string;
  readonly name: string;
  /** Seconds since the epoch. */
  readonly start_time: number;
  readonly end_time?: number | undefined;
  readonly in_progress?: boolean | undefined;
  readonly error?: boolean | undefined;
  readonly fault?: boolean | undefined;
  readonly throttle?: boolean | undefined;
  readonly inferred?: boolean | undefined;
  readonly user?: string | undefined;
  readonly origin?: string | undefined;
  readonly resource_arn?: string | undefined;
  readonly annotations?: Readonly<Record<string, AnnotationValue>> | undefined;
  readonly http?: Http | undefined;
  /** The exceptions, or the id of one that another document has. */
  readonly cause?: unknown;
  readonly aws?: { readonly [field: string]: unknown; readonly account_id?: string | undefined } | undefined;
  readonly subsegments?: readonly XrayEntity[] | undefined;
}

export type AnnotationValue = string | number | boolean;

interface Http {
  readonly request?:
    | {
        readonly url?: string | undefined;
        readonly method?: string | undefined;
        readonly user_agent?: string | undefined;
        readonly client_ip?: string | undefined;
      }
    | undefined;
  readonly response?: { readonly status?: number | undefined } | undefined;
}

/** What is sent by itself: a segment, or a subsegment that names its parent. */
export interface SegmentDocument extends XrayEntity {
  readonly trace_id: string;
  readonly parent_id?: string | undefined;
  readonly type?: string | undefined;
}

const segmentId = z.string().regex(/^[0-9a-f]{16}$/i, 'takes 16 hexadecimal digits');

/** Of a name, and of the keys that filter expressions can ask for. */
const maximumNameLength = 200;

const fields = {
  id: segmentId,
  name: z.string().min(1).max(maximumNameLength),
  start_time: z.number(),
  end_time: z.number().optional(),
  in_progress: z.boolean().optional(),
  error: z.boolean().optional(),
  fault: z.boolean().optional(),
  throttle: z.boolean().optional(),
  inferred: z.boolean().optional(),
  user: z.string().optional(),
  origin: z.string().optional(),
  resource_arn: z.string().optional(),
  annotations: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  http: z
    .looseObject({
      request: z
        .looseObject({
          url: z.string().optional(),
          method: z.string().optional(),
          user_agent: z.string().optional(),
          client_ip: z.string().optional(),
        })
        .optional(),
      response: z.looseObject({ status: z.number().optional() }).optional(),
    })
    .optional(),
  aws: z.looseObject({ account_id: z.string().optional() }).optional(),
};

const subsegment: z.ZodType<XrayEntity> = z.looseObject({
  ...fields,
  get subsegments() {
    return z.array(subsegment).optional();
  },
});

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
const document = z
  .looseObject({
    ...fields,
    trace_id: z.string().regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i, 'takes the form 1-<8 hex>-<24 hex>'),
    parent_id: segmentId.optional(),
    type: z.string().optional(),
    subsegments: z.array(subsegment).optional(),
  })
  .refine(({ type, parent_id }) => type !== 'subsegment' || parent_id !== undefined, {
    path: ['parent_id'],
    message: 'is required of a subsegment',
  });

/** "Segment documents can be up to 64 kB in size." */
const maximumBytes = 65_536;

export type Received =
  | { readonly ok: true; readonly document: SegmentDocument }
  | { readonly ok: false; readonly id?: string; readonly code: 'ParseError' | 'InvalidSegment'; readonly why: string };

/** Reads one document. A refusal says why, and of which segment where its id can be told. */
export function readDocument(text: string): Received {
  if (Buffer.byteLength(text) > maximumBytes) {
    return { ok: false, code: 'InvalidSegment', why: `it is larger than ${maximumBytes} bytes` };
  }
  const value = parsed(text);
  if (value === undefined) return { ok: false, code: 'ParseError', why: 'it is not JSON' };
  const checked = document.safeParse(value);
  if (checked.success) return { ok: true, document: checked.data };
  const id = segmentId.safeParse(Object(value).id);
  const why = z.prettifyError(checked.error).replaceAll('\n', ' ');
  return { ok: false, code: 'InvalidSegment', why, ...(id.success && { id: id.data }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
