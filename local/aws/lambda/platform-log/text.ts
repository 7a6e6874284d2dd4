import type { FunctionConfiguration } from '../function-configuration.ts';
import type { PlatformEvent } from './platform-log.ts';

/** The messages of an event in the function's plain-text log, whose system lines no level filters. */
export function textMessages(event: PlatformEvent, configuration: FunctionConfiguration, at: number): string[] {
  switch (event.type) {
    case 'platform.initStart':
      // Lambda writes it for the first try only.
      return event.phase === 'init' ? [`INIT_START Runtime Version: nodejs:${process.versions.node}`] : [];
    case 'platform.initReport':
      return event.status === 'success' ? [] : [initReport(event)];
    case 'platform.start':
      return [`START RequestId: ${event.requestId} Version: $LATEST`];
    case 'platform.runtimeDone':
      return failure(event, configuration, at);
    case 'platform.report':
      return [`END RequestId: ${event.requestId}`, report(event)];
    default:
      return [];
  }
}

function initReport(event: Extract<PlatformEvent, { type: 'platform.initReport' }>): string {
  return [
    `INIT_REPORT Init Duration: ${event.durationMs.toFixed(2)} ms`,
    `Phase: ${event.phase}`,
    `Status: ${event.status}`,
    ...(event.errorType === undefined ? [] : [`Error Type: ${event.errorType}`]),
  ].join('\t');
}

function failure(
  event: Extract<PlatformEvent, { type: 'platform.runtimeDone' }>,
  configuration: FunctionConfiguration,
  at: number,
): string[] {
  if (event.status === 'timeout') {
    const seconds = configuration.timeoutSeconds.toFixed(2);
    return [`${new Date(at).toISOString()} ${event.requestId} Task timed out after ${seconds} seconds\n\n`];
  }
  if (event.errorType !== 'Runtime.ExitError') return [];
  return [`RequestId: ${event.requestId} Error: ${event.errorMessage}\nRuntime.ExitError`];
}

function report(event: Extract<PlatformEvent, { type: 'platform.report' }>): string {
  const { metrics, trace } = event;
  const fields = [
    `REPORT RequestId: ${event.requestId}`,
    `Duration: ${metrics.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${metrics.billedDurationMs} ms`,
    `Memory Size: ${metrics.memorySizeMB} MB`,
    `Max Memory Used: ${metrics.maxMemoryUsedMB} MB`,
    ...(metrics.initDurationMs === undefined ? [] : [`Init Duration: ${metrics.initDurationMs.toFixed(2)} ms`]),
    ...(event.status === 'success' ? [] : [`Status: ${event.status}`]),
    ...(event.errorType === undefined ? [] : [`Error Type: ${event.errorType}`]),
  ];
  const traced = `XRAY TraceId: ${trace.root}\tSegmentId: ${trace.serviceSegment}\tSampled: true\t`;
  return `${fields.join('\t')}\t${trace.sampled ? `\n${traced}` : ''}`;
}
