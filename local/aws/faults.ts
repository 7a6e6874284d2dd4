import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AwsError } from './aws-error.ts';
import { PermanentFailure, type Send } from './eventbridge/delivery/send.ts';
import type { Operation, Service } from './service.ts';

/** What may go wrong between a caller and an AWS service. */
export type Fault =
  /** Refused with this status and error code; nothing is done. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string }
  /** Done only after so long, and not at all when the caller has gone by then. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The connection is lost before anything is done. */
  | { readonly kind: 'unreachable' }
  /** Done, and then the connection is lost in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** PutEvents answers 200 and refuses this share of the entries (0 to 1) under this error code. */
  | { readonly kind: 'entries'; readonly share: number; readonly code: string };

export type FaultInjection = { readonly fault: Fault } & (
  | {
      /** Name of the service in `X-Amz-Target`: `AWSEvents`, `secretsmanager`, `AmazonSQS`. */
      readonly service: string;
      /** All of the service's unless one is named. */
      readonly operation?: string;
    }
  /** ARN of a rule's target, which gets no events then. A refusal below 500 is one that EventBridge does not retry. */
  | { readonly target: string }
);

/** The faults of a local run. Several that concern the same call act one inside the other, the newest outermost. */
export interface Faults {
  /** Begins a fault. Answers with the way to end it. */
  inject(injection: FaultInjection): () => void;
  /** The operation with the faults that are active at each call, whether it comes through the AWS endpoint or not. */
  wrapOperation(service: string, operation: string, run: Operation): Operation;
  /** The service with each of its operations wrapped. */
  wrapService(service: Service): Service;
  /** What delivers to a rule's target, with the faults of that target. */
  wrapDelivery(send: Send): Send;
}

/** The caller gets no answer, or half of the one that the operation gave. */
export class ConnectionLost extends Error {
  readonly halfAnswer: object | undefined;

  constructor(halfAnswer?: object) {
    super('socket hang up');
    this.halfAnswer = halfAnswer;
  }
}

export function createFaults(): Faults {
  const active = new Set<{ readonly injection: FaultInjection; readonly wrap: Wrapper }>();

  /** Looks for active faults at each call, so that they may begin and end between two. */
  const wrapped =
    (concerns: (injection: FaultInjection) => boolean, run: Operation): Operation =>
    (input, signal) => {
      const concerning = [...active].filter(({ injection }) => concerns(injection));
      return concerning.reduce<Operation>((inner, { wrap }) => wrap(inner), run)(input, signal);
    };

  const wrapOperation: Faults['wrapOperation'] = (service, operation, run) =>
    wrapped(
      (injection) =>
        'service' in injection &&
        injection.service === service &&
        (injection.operation === undefined || injection.operation === operation),
      run,
    );

  return {
    inject(injection) {
      const fault = { injection, wrap: wrapperFor(injection.fault) };
      active.add(fault);
      return () => active.delete(fault);
    },
    wrapOperation,
    wrapService: (service) => ({
      ...service,
      operations: Object.fromEntries(
        Object.entries(service.operations).map(([name, run]) => [name, wrapOperation(service.target, name, run)]),
      ),
    }),
    wrapDelivery: (send) => async (arn, body, attributes) => {
      const deliver = async () => {
        await send(arn, body, attributes);
        return {};
      };
      try {
        await wrapped((injection) => 'target' in injection && injection.target === arn, deliver)(undefined);
      } catch (error) {
        if (error instanceof AwsError && error.status < 500)
          throw new PermanentFailure('NO_PERMISSIONS', error.message);
        throw error;
      }
    },
  };
}

/** Puts the fault around an operation. */
type Wrapper = (run: Operation) => Operation;

function wrapperFor(fault: Fault): Wrapper {
  switch (fault.kind) {
    case 'refuse':
      return () => () => {
        throw new AwsError(fault.code, 'refused by an injected fault', fault.status);
      };
    case 'slow':
      return (run) => async (input, signal) => {
        await sleep(fault.milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {
          throw new ConnectionLost();
        });
        return run(input, signal);
      };
    case 'unreachable':
      return () => () => {
        throw new ConnectionLost();
      };
    case 'cut':
      return (run) => async (input, signal) => {
        throw new ConnectionLost(await run(input, signal));
      };
    case 'entries':
      return refusingEntries(fault.share, fault.code);
  }
}

const request = z.looseObject({ Entries: z.array(z.unknown()) });
const answer = z.looseObject({ FailedEntryCount: z.number(), Entries: z.array(z.unknown()) });

/** Passes on to EventBridge only the entries that are not refused. */
function refusingEntries(share: number, ErrorCode: string): Wrapper {
  let count = 0;
  return (run) => async (input, signal) => {
    const parsed = request.safeParse(input);
    if (!parsed.success) return run(input, signal);
    const isRefused = parsed.data.Entries.map(() => chance(count++) < share);
    const accepted = parsed.data.Entries.filter((_, index) => !isRefused[index]);
    const given =
      accepted.length === 0
        ? { FailedEntryCount: 0, Entries: [] }
        : answer.parse(await run({ ...parsed.data, Entries: accepted }, signal));
    const results = given.Entries.values();
    const refusal = { ErrorCode, ErrorMessage: 'refused by an injected fault' };
    return {
      ...given,
      FailedEntryCount: given.FailedEntryCount + isRefused.length - accepted.length,
      Entries: isRefused.map((refused) => (refused ? refusal : results.next().value)),
    };
  };
}

/** From 0 to below 1, spread as chance would and the same in every run. */
function chance(n: number): number {
  return createHash('sha256').update(`${n}`).digest().readUInt32BE() / 2 ** 32;
}
