/** What the page and its server say to each other, beside the operations of AWS. */

/** What the page is told of the run it shows. */
export interface Run {
  /** The NAME of Pulumi.NAME.yaml. */
  readonly stack: string;
  readonly region: string;
  readonly logGroup: string;
  readonly functionUrl: string;
  readonly busNames: readonly string[];
  readonly sources: readonly Source[];
}

export interface Source {
  readonly name: string;
  readonly scheme: string;
  readonly url: string;
}

/** Signed with the source's secret; with another one; or long ago. */
export const deliveryKinds = ['signed', 'wrong', 'stale'] as const;

export type DeliveryKind = (typeof deliveryKinds)[number];

/** What the sender was answered. */
export interface DeliveryAnswer {
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
  /** Of the trace, as the Function URL named it. */
  readonly traceId: string | undefined;
}

/** What became of a message of a topic for one of its subscribers. */
export interface Notification {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly messageId: string;
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly subject: string | undefined;
  readonly text: string;
  /** `withheld`: a laptop sends no mail, no SMS and nothing to other machines. */
  readonly outcome: 'delivered' | 'failed' | 'unconfirmed' | 'withheld';
  /** Why it failed. */
  readonly error?: string;
}

/** An event of a bus as EventBridge gives it to a target. */
export interface BusEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: unknown;
}
