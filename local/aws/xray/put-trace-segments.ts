import { z } from 'zod';
import { type Operation, operation } from '../service.ts';
import { readDocument } from './document.ts';
import type { Traces } from './traces.ts';

const input = z.strictObject({ TraceSegmentDocuments: z.array(z.string()) });

export function putTraceSegments(traces: Traces): Operation {
  return operation(input, ({ TraceSegmentDocuments }) => ({
    UnprocessedTraceSegments: TraceSegmentDocuments.flatMap((text) => {
      const read = readDocument(text);
      if (!read.ok) return [{ Id: read.id, ErrorCode: read.code, Message: `Invalid segment: ${read.why}.` }];
      traces.put(read.document);
      return [];
    }),
  }));
}
