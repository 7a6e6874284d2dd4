import type { FunctionConfiguration } from '../function-configuration.ts';
import type { Trace } from '../trace.ts';
import { jsonMessage } from './json.ts';
import { textMessages } from './text.ts';

type Status = 'success' | 'error' | 'timeout';

/** What Lambda itself logs, by the names of its Telemetry API schema. */
export type PlatformEvent =
  | { readonly type: 'platform.initStart'; readonly phase: InitPhase }
  | {
      readonly type: 'platform.initRuntimeDone';
      readonly phase: InitPhase;
      readonly status: Status;
      readonly errorType?: string;
    }
  | {
      readonly type: 'platform.initReport';
      readonly phase: InitPhase;
      readonly status: Status;
      readonly errorType?: string;
      readonly durationMs: number;
    }
  | { readonly type: 'platform.start'; readonly requestId: string; readonly trace: Trace }
  | {
      readonly type: 'platform.runtimeDone';
      readonly requestId: string;
      readonly trace: Trace;
      readonly status: Status;
      readonly errorType?: string;
      /** Told in the Text format only. */
      readonly errorMessage?: string;
      readonly durationMs: number;
      readonly producedBytes: number;
    }
  | {
      readonly type: 'platform.report';
      readonly requestId: string;
      readonly trace: Trace;
      readonly status: Status;
      readonly errorType?: string;
      readonly metrics: ReportMetrics;
    };

/** `invoke` is the second try, inside the first invocation, after an init that failed. */
export type InitPhase = 'init' | 'invoke';

export interface ReportMetrics {
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  readonly maxMemoryUsedMB: number;
  readonly initDurationMs?: number;
}

/** Writes Lambda's own events of one environment into its log stream, in the format the function is configured for. */
export function platformLog(
  configuration: FunctionConfiguration,
  stream: string,
  write: (stream: string, message: string) => void,
): (event: PlatformEvent) => void {
  return (event) => {
    const at = Date.now();
    const json = configuration.logFormat === 'JSON';
    const messages = json ? jsonMessage(event, configuration, stream, at) : textMessages(event, configuration, at);
    for (const message of messages) write(stream, message);
  };
}
