import { z } from 'zod';
import { type Operation, operation } from '../service.ts';
import { summarised } from './summary.ts';
import type { Traces } from './traces.ts';

/** X-Ray takes five ids a call, and leaves out of its answer the traces that it does not know. */
const input = z.strictObject({ TraceIds: z.array(z.string()).max(5), NextToken: z.string().optional() });

export function batchGetTraces(traces: Traces): Operation {
  return operation(input, ({ TraceIds }) => ({
    Traces: TraceIds.flatMap((id) => {
      const trace = traces.get(id);
      const segments = trace?.segments() ?? [];
      const summary = summarised(id, segments);
      if (trace === undefined || summary === undefined) return [];
      return {
        Id: id,
        Duration: summary.Duration,
        LimitExceeded: trace.limitExceeded,
        Segments: segments.map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
      };
    }),
    UnprocessedTraceIds: [],
  }));
}
