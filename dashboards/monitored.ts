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

export interface Objectives {
  /** Share of deliveries that must not fail for a fault of ours, in percent. */
  readonly availability: number;
  /** What 99 of 100 answers may take at most, as the Function URL measures it. */
  readonly latencyMs: number;
  /** What 9 of 10 cold starts that a sender waited for may take, from the start of the process to the answer. */
  readonly coldStartMs: number;
}

/** From where on somebody is told, where no objective says so already. */
export interface Thresholds {
  /** How many times as fast as it may the error budget goes. */
  readonly burnRates: {
    /** Over an hour and five minutes: page. */
    readonly pageFast: number;
    /** Over six hours and half an hour: page. */
    readonly pageSlow: number;
    /** Over three days and six hours: ticket. */
    readonly ticket: number;
  };
  /** Share of the reserved concurrency in use, in percent. */
  readonly concurrencyPercent: number;
  /** Share of deliveries that had to be parked, in percent. */
  readonly parkedPercent: number;
  /** Publications tried again, in percent of deliveries. */
  readonly retriedPercent: number;
  /** For how many minutes parked deliveries may wait. */
  readonly parkedMinutes: number;
  /** Share of deliveries without a valid signature from which on no sender gets through, in percent. */
  readonly missedRotationPercent: number;
  /** Share from which on somebody looks, in percent. */
  readonly wrongSignaturePercent: number;
  /** Share of deliveries refused for their time, in percent. */
  readonly stalePercent: number;
  /** How many deliveries of a source are refused in an hour in which none of it is taken. */
  readonly refusedOfSource: number;
  /** How old a secret may become in days; 0 lets it. */
  readonly secretDays: number;
}
