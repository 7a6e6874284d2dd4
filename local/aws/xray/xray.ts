import type { InvocationRecord } from '../lambda/lambda.ts';
import type { Service } from '../service.ts';
import { batchGetTraces } from './batch-get-traces.ts';
import { type XrayDaemon, xrayDaemon } from './daemon.ts';
import { getTraceSummaries } from './get-trace-summaries.ts';
import { type GroupDeclaration, getGroups } from './groups.ts';
import { lambdaSegments, type TracedFunction } from './lambda-segments.ts';
import { putTraceSegments } from './put-trace-segments.ts';
import { Traces } from './traces.ts';

export interface XrayOptions {
  readonly groups: readonly GroupDeclaration[];
  /** What is kept of documents at most; the oldest traces go first. Default 16 MiB: some two hours at two traces a second. */
  readonly maximumBytes?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly note: (line: string) => void;
}

export interface Xray {
  readonly service: Service;
  /** Writes the segments that Lambda itself writes of an invocation. */
  observe(event: InvocationRecord, of: TracedFunction): void;
  /** Starts the daemon that the function's own segments are sent to. */
  listen(): Promise<XrayDaemon>;
}

/** AWS X-Ray in memory: traces of what Lambda and the function sent, read and searched through the real API. */
export function createXray({ groups, maximumBytes = 16 * 1024 * 1024, clock = Date.now, note }: XrayOptions): Xray {
  const traces = new Traces(maximumBytes, clock);
  return {
    service: {
      target: 'AWSXRay',
      invalidInput: 'InvalidRequestException',
      operations: {
        GetTraceSummaries: getTraceSummaries(traces, groups, clock),
        BatchGetTraces: batchGetTraces(traces),
        PutTraceSegments: putTraceSegments(traces),
        GetGroups: getGroups(groups),
      },
      paths: {
        '/TraceSummaries': 'GetTraceSummaries',
        '/Traces': 'BatchGetTraces',
        '/TraceSegments': 'PutTraceSegments',
        '/Groups': 'GetGroups',
      },
    },
    observe(event, of) {
      for (const segment of lambdaSegments(event, of)) traces.put(segment);
    },
    listen: () => xrayDaemon((document) => traces.put(document), note),
  };
}
