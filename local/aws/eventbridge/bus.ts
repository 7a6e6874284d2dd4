export interface EventBus {
  readonly name: string;
  readonly arn: string;
}

export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly description?: string;
  /** The event pattern as JSON text. */
  readonly pattern: string;
  readonly enabled: boolean;
  readonly targets: readonly EventTarget[];
}

export interface EventTarget {
  readonly id: string;
  readonly arn: string;
  /** Sent instead of the event. At most one of `input`, `inputPath` and `inputTransformer`. */
  readonly input?: string;
  /** The part of the event that is sent. */
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformer;
  /** AWS's own, `defaultRetryPolicy`, without it. */
  readonly retryPolicy?: RetryPolicy;
  /** The queue that gets the event when it could not be delivered; without one it is dropped. */
  readonly deadLetterArn?: string;
}

export interface InputTransformer {
  readonly inputPathsMap?: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

interface RetryPolicy {
  /** 0 to 185. */
  readonly maximumRetryAttempts: number;
  /** 60 to 86 400. */
  readonly maximumEventAgeInSeconds: number;
}

export const defaultRetryPolicy: RetryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };
