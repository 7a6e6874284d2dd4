import { randomBytes } from 'node:crypto';

/** Where one invocation stands in its X-Ray trace. */
export interface Trace {
  /** `1-<seconds in hex>-<24 hex>`. */
  readonly root: string;
  readonly sampled: boolean;
  /** The id of the segment the caller opened, when it has one. */
  readonly parent?: string;
  /** Ids of the two segments Lambda itself writes: the service's (AWS::Lambda) and the function's. */
  readonly serviceSegment: string;
  readonly functionSegment: string;
  /** Id of `Invocation` inside the function's segment: what the function is told to hang its own subsegments under. */
  readonly invocationSubsegment: string;
}

/** Decides as X-Ray's default rule does: the first request of every second and 5 % of the others. Not configurable. */
export function sampler(now: () => number, random: () => number): () => boolean {
  let lastSecond = -1;
  return () => {
    const second = Math.floor(now() / 1000);
    if (second === lastSecond) return random() < 0.05;
    lastSecond = second;
    return true;
  };
}

/**
 * Continues the trace of an `X-Amzn-Trace-Id` header, or begins one. The caller's sampling decision stands; without one,
 * `sample` decides. A header that is not of the documented form begins a trace of its own.
 */
export function traceOf(header: string | undefined, sample: () => boolean): Trace {
  const fields = new Map(
    (header ?? '').split(';').map((field) => {
      const [key = '', value = ''] = field.trim().split('=');
      return [key.toLowerCase(), value];
    }),
  );
  const root = fields.get('root') ?? '';
  const parent = fields.get('parent') ?? '';
  const decided = fields.get('sampled');
  return {
    root: /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(root) ? root : newRoot(),
    sampled: decided === '1' || decided === '0' ? decided === '1' : sample(),
    ...(/^[0-9a-f]{16}$/.test(parent) && { parent }),
    serviceSegment: segmentId(),
    functionSegment: segmentId(),
    invocationSubsegment: segmentId(),
  };
}

/** The header that hands the trace on below the segment `parent`. */
export function traceHeader(trace: Trace, parent: string): string {
  return `Root=${trace.root};Parent=${parent};Sampled=${trace.sampled ? 1 : 0}`;
}

export function segmentId(): string {
  return randomBytes(8).toString('hex');
}

function newRoot(): string {
  return `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
}
