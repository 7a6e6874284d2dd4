import type { FunctionConfiguration } from '../function-configuration.ts';
import { type Trace, traceHeader } from '../trace.ts';
import type { PlatformEvent, ReportMetrics } from './platform-event.ts';

/** What a platform event says, by the names of Lambda's JSON log. */
export function recordOf(event: PlatformEvent, configuration: FunctionConfiguration, stream: string): object {
  const initialisation = { initializationType: 'on-demand' };
  switch (event.type) {
    case 'platform.initStart':
      return {
        ...initialisation,
        phase: event.phase,
        runtimeVersion: `nodejs:${process.versions.node}`,
        functionName: configuration.name,
        functionVersion: '$LATEST',
        instanceId: stream,
        instanceMaxMemory: configuration.memoryMb * 1024 * 1024,
      };
    case 'platform.initRuntimeDone':
      return { ...initialisation, phase: event.phase, status: event.status, ...errorType(event) };
    case 'platform.initReport':
      return {
        ...initialisation,
        phase: event.phase,
        status: event.status,
        ...errorType(event),
        metrics: { durationMs: round(event.durationMs) },
      };
    case 'platform.start':
      return {
        requestId: event.requestId,
        functionArn: configuration.arn,
        version: '$LATEST',
        ...tracing(event.trace),
      };
    case 'platform.runtimeDone':
      return {
        requestId: event.requestId,
        status: event.status,
        ...errorType(event),
        metrics: { durationMs: round(event.durationMs), producedBytes: event.producedBytes },
        ...tracing(event.trace),
      };
    case 'platform.report':
      return {
        requestId: event.requestId,
        metrics: rounded(event.metrics),
        ...tracing(event.trace),
        status: event.status,
        ...errorType(event),
      };
  }
}

function errorType(event: { readonly errorType?: string }): object {
  return event.errorType === undefined ? {} : { errorType: event.errorType };
}

/** Only a sampled invocation has a trace that anything could be found by. */
function tracing(trace: Trace): object {
  if (!trace.sampled) return {};
  const value = traceHeader(trace, trace.serviceSegment);
  return { tracing: { spanId: trace.functionSegment, type: 'X-Amzn-Trace-Id', value } };
}

function rounded(metrics: ReportMetrics): ReportMetrics {
  const { initDurationMs } = metrics;
  return {
    ...metrics,
    durationMs: round(metrics.durationMs),
    ...(initDurationMs !== undefined && { initDurationMs: round(initDurationMs) }),
  };
}

/** Lambda reports microseconds. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
