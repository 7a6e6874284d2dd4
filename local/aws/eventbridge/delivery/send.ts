/** Delivers to the resource of that ARN; rejects when it cannot. */
export type Send = (arn: string, body: string, attributes?: Readonly<Record<string, string>>) => Promise<void>;

/** A rejection of `Send` that no retry can mend: the event goes to the dead-letter queue at once. */
export class PermanentFailure extends Error {
  /** An error code of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  readonly code: string;

  constructor(code: 'NO_RESOURCE' | 'NO_PERMISSIONS' | 'INVALID_PARAMETER' | 'INVALID_JSON', message: string) {
    super(message);
    this.code = code;
  }
}
