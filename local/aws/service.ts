import type { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { FormInput } from './protocols/form-input.ts';
import type { QueryApi } from './protocols/query.ts';
import { type Misfit, misfitOf } from './validation.ts';

/**
 * One AWS service of the local run, met on the AWS endpoint. Its operations take and give what the JSON protocol has,
 * whatever protocol a request comes in: times are seconds since the epoch.
 */
export interface Service {
  /** What stands left of the dot in `X-Amz-Target`, e.g. `secretsmanager`. */
  readonly target: string;
  /** By the name right of the dot. What is not here is refused as AWS refuses an operation it does not know. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Only for a service that speaks REST-JSON (X-Ray): the operation that a path stands for. */
  readonly paths?: Readonly<Record<string, string>>;
  /** Only for a service that speaks the query protocol: SNS, and CloudWatch for clients from before January 2026. */
  readonly query?: QueryApi;
  /**
   * Only for a service that is read by GET in REST-JSON (Pipes, Lambda): the operation that a path stands for. What the path has
   * for a `{Name}` of it, and what its query says, are the operation's input, all of it text.
   */
  readonly reads?: Readonly<Record<string, string>>;
  /** The member of an error's JSON that says what is wrong: `message` without it. */
  readonly messageMember?: 'Message';
  /** The error code this service answers with when a request does not have the documented shape. */
  readonly invalidInput: string;
  /**
   * Only where the service speaks the query protocol beside another, or did before (SQS): the code an error has there, by
   * its code here. The endpoint sends it in `x-amzn-query-error` too, where the `aws` CLI takes its error codes from.
   */
  readonly queryCode?: (code: string) => string;
  /**
   * Only where the service keeps the trace of its caller (SQS): the input with what `X-Amzn-Trace-Id` says, which clients
   * in Lambda send with every request.
   */
  readonly withTrace?: (operation: string, input: unknown, traceHeader: string) => unknown;
  /** Only where the service speaks Smithy RPC v2 CBOR (CloudWatch), which tags times: the output members that are times. */
  readonly timestamps?: readonly string[];
  /** Where clients show a double otherwise than an integer (CloudWatch): the output members that are doubles, or hold them. */
  readonly doubles?: readonly string[];
}

/** `signal` is aborted when the client has gone before its answer, so that a long poll takes nothing for nobody. */
export type Operation = (input: unknown, signal?: AbortSignal) => object | Promise<object>;

/** The request's body is not what the operation takes. The endpoint answers it with the service's `invalidInput`. */
export class InvalidInput extends Error {
  readonly kind: Misfit['kind'];

  constructor(message: string, kind: Misfit['kind'] = 'constraint') {
    super(message);
    this.kind = kind;
  }
}

/**
 * An operation with its documented input. Use `z.strictObject`, so that a documented parameter the local run does not
 * carry out is refused by name and never silently ignored.
 */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>, signal?: AbortSignal) => object | Promise<object>,
): Operation {
  return (input, signal) => {
    const given = input instanceof FormInput ? input.as(schema) : input;
    const parsed = schema.safeParse(given);
    if (parsed.success) return run(parsed.data, signal);
    const { message, kind } = misfitOf(parsed.error, given);
    throw new InvalidInput(message, kind);
  };
}

export type Services = ReadonlyMap<string, Service>;

export function byTarget(services: readonly Service[]): Services {
  return new Map(services.map((service) => [service.target, service]));
}

/** @throws AwsError for a refusal, also when there is no such service or operation */
export async function callOperation(
  services: Services,
  target: string,
  operationName: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<object> {
  const service = services.get(target);
  if (!service) {
    const known = [...services.keys()].join(', ');
    throw new AwsError(
      'UnknownOperationException',
      `${target}.${operationName} is not here; the local AWS has ${known}`,
    );
  }
  const run = Object.hasOwn(service.operations, operationName) ? service.operations[operationName] : undefined;
  if (!run) {
    const known = Object.keys(service.operations).join(', ');
    throw new AwsError('UnknownOperationException', `the local ${target} has no ${operationName}; it has ${known}`);
  }
  try {
    return await run(input, signal);
  } catch (error) {
    if (error instanceof InvalidInput) {
      throw new AwsError(error.kind === 'type' ? 'SerializationException' : service.invalidInput, error.message);
    }
    throw error;
  }
}
