/** The messages of a queue: to be received, received and not deleted, not yet due. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** What SQS reports of a queue every minute. */
export interface QueueLevel extends QueueCounts {
  /** 0 for an empty queue. */
  readonly oldestAgeSeconds: number;
}

/** What SQS keeps metrics of; `at` in milliseconds since the epoch on the clock of metrics. */
export type QueueEvent = { readonly at: number; readonly queue: string } & QueueReport;

export type QueueReport =
  | { readonly kind: 'sent'; readonly bytes: number }
  /** One answer to ReceiveMessage, with none or up to ten messages. */
  | { readonly kind: 'received'; readonly messages: number }
  | { readonly kind: 'deleted' }
  | ({ readonly kind: 'level' } & QueueLevel);
