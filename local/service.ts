import { z } from 'zod';

/** One AWS service of the local run, met through the JSON protocol on the AWS endpoint. */
export interface Service {
  /** What stands left of the dot in `X-Amz-Target`, e.g. `secretsmanager`. */
  readonly target: string;
  /** By the name right of the dot. What is not here is refused as AWS refuses an operation it does not know. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The error code this service answers with when a request does not have the documented shape. */
  readonly invalidInput: string;
}

export type Operation = (input: unknown) => object | Promise<object>;

/** What AWS answers on a refusal: `{"__type": code, "message": …}` under `status`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The request's body is not what the operation takes. The endpoint answers it with the service's `invalidInput`. */
export class InvalidInput extends Error {}

/**
 * An operation with its documented input. Use `z.strictObject`, so that a documented parameter the local run does not
 * carry out is refused by name and never silently ignored.
 */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>) => object | Promise<object>,
): Operation {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new InvalidInput(z.prettifyError(parsed.error).replaceAll('\n', ' '));
    return run(parsed.data);
  };
}
