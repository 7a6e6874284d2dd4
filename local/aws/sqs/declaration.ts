export interface QueueDeclaration {
  readonly name: string;
  readonly arn: string;
  /** Its path is what tells queues apart; point it at the local endpoint, because SDK clients may send there. */
  readonly url: string;
  /** 30 in SQS when nothing is said. */
  readonly visibilityTimeoutSeconds?: number;
  /** 345,600 (4 days) in SQS when nothing is said. */
  readonly messageRetentionSeconds?: number;
  readonly delaySeconds?: number;
  readonly receiveWaitTimeSeconds?: number;
  /** 1,048,576 in SQS when nothing is said. */
  readonly maximumMessageBytes?: number;
  readonly redrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  /** The queue policy as JSON text. It is shown and not enforced: the local run has no principals. */
  readonly policy?: string;
  readonly sqsManagedSseEnabled?: boolean;
}

/** Those of SQS. */
export const defaults = {
  visibilityTimeoutSeconds: 30,
  messageRetentionSeconds: 345_600,
  delaySeconds: 0,
  receiveWaitTimeSeconds: 0,
  maximumMessageBytes: 1_048_576,
  sqsManagedSseEnabled: true,
};
