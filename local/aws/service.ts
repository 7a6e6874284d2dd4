import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { QueryApi } from './protocols/query.ts';

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
  /** Only for a service that speaks the query protocol (SNS). */
  readonly query?: QueryApi;
  /**
   * Only for a service that is read by GET in REST-JSON (Pipes): the operation that a path stands for. What the path has
   * for a `{Name}` of it, and what its query says, are the operation's input, all of it text.
   */
  readonly reads?: Readonly<Record<string, string>>;
  /** The error code this service answers with when a request does not have the documented shape. */
  readonly invalidInput: string;
  /**
   * Only where the service spoke the query protocol before (SQS): the code an error had there, by its code here. The
   * endpoint sends it in `x-amzn-query-error`, which is where the `aws` CLI takes its error codes from.
   */
  readonly queryCode?: (code: string) => string;
  /** Only where the service speaks Smithy RPC v2 CBOR (CloudWatch), which tags times: the output members that are times. */
  readonly timestamps?: readonly string[];
}

/** `signal` is aborted when the client has gone before its answer, so that a long poll takes nothing for nobody. */
export type Operation = (input: unknown, signal?: AbortSignal) => object | Promise<object>;

/** The request's body is not what the operation takes. The endpoint answers it with the service's `invalidInput`. */
export class InvalidInput extends Error {}

/**
 * An operation with its documented input. Use `z.strictObject`, so that a documented parameter the local run does not
 * carry out is refused by name and never silently ignored.
 */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (input: z.output<S>, signal?: AbortSignal) => object | Promise<object>,
): Operation {
  return (input, signal) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new InvalidInput(z.prettifyError(parsed.error).replaceAll('\n', ' '));
    return run(parsed.data, signal);
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
    if (error instanceof InvalidInput) throw new AwsError(service.invalidInput, error.message);
    throw error;
  }
}
