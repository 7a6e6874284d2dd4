/**
 * What every queue of the stack is. Encrypted with the key of SQS itself, which costs nothing and asks no permissions
 * of whoever sends.
 */
export const queueSettings = {
  sqsManagedSseEnabled: true,
  /** SQS's own maximum: a fortnight to notice a dead letter or a consumer that stands still. */
  messageRetentionSeconds: 1_209_600,
  /**
   * SQS's own maximum, and its default. The AWS provider's default is a quarter of that, less than the event of the
   * largest delivery, which neither its queue nor the dead-letter queue would take then.
   */
  maxMessageSize: 1_048_576,
} as const;
