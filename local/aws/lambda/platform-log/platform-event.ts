import type { Trace } from '../trace.ts';

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
