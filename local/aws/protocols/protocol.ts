import type { AwsError } from '../aws-error.ts';

/** How a body is read, and how an answer is written. */
export interface Protocol {
  /** The operation, where the body alone names it. */
  readonly operationOf?: (body: Buffer) => string;
  /** Throws AWS's SerializationException for a body that is none of the protocol's. */
  readonly read: (body: Buffer) => unknown;
  readonly success: (output: object) => Answer;
  readonly failure: (error: AwsError) => Answer;
}

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
