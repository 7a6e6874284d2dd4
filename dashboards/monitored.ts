import type { Objectives, Thresholds } from './alarms/thresholds.ts';

/** What dashboards and alarms are about: the names of a stack's resources and the settings that its graphs show. */
export interface Monitored {
  readonly region: string;
  /** Also the value of the dimension `service`. */
  readonly functionName: string;
  readonly logGroup: string;
  readonly busName: string;
  readonly rules: readonly MonitoredRule[];
  readonly parking: MonitoredParking;
  readonly sources: readonly MonitoredSource[];
  readonly memoryMb: number;
  readonly architecture: 'arm64' | 'x86_64';
  readonly reservedConcurrency: number;
  readonly maxDeliveryBytes: number;
  readonly objectives: Objectives;
  readonly thresholds: Thresholds;
  /** Where the runbook is read; its sections are linked to as `#section`. */
  readonly runbookUrl: string;
}

interface MonitoredSource {
  /** As the dimension `source` has it. */
  readonly name: string;
  /** After how many minutes without a delivery somebody is called; nobody is when it may be silent. */
  readonly expectedEveryMinutes: number | undefined;
}

export interface MonitoredRule {
  /** As the settings have it. */
  readonly name: string;
  /** As AWS has it. */
  readonly ruleName: string;
  readonly targets: readonly MonitoredTarget[];
}

interface MonitoredTarget {
  readonly type: 'queue' | 'log';
  /** The queue that the rule fills, when that is the target. */
  readonly queueName: string | undefined;
  /** For what the target did not get. */
  readonly deadLetterQueueName: string;
}

/** Where deliveries wait that the bus did not take, and what moves them onto it. */
export interface MonitoredParking {
  readonly queueName: string;
  /** For what the bus refuses again and again. */
  readonly deadLetterQueueName: string;
  readonly pipeName: string;
}
