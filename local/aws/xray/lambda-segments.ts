import type { FunctionError } from '../lambda/environment/runtime-api.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import type { InvocationRecord } from '../lambda/lambda.ts';
import { segmentId } from '../lambda/trace.ts';
import type { SegmentDocument, XrayEntity } from './document.ts';

export type TracedFunction = Pick<FunctionConfiguration, 'name' | 'arn'>;

/**
 * The segments that Lambda itself writes of an invocation, when it is sampled: AWS::Lambda, the service, from the arrival
 * of the request to its end; AWS::Lambda::Function inside it, with Initialization, which lies before the segment that
 * holds it, Invocation up to the answer, and Overhead up to the call for more. Names, origins and fields are those of
 * documents that BatchGetTraces gave for functions of the current runtimes. A function's own failure is a fault of both
 * though the invocation has the status 200; a throttle has no function.
 */
export function lambdaSegments(event: InvocationRecord, { name, arn }: TracedFunction): readonly SegmentDocument[] {
  const { trace, requestId } = event;
  if (!trace.sampled) return [];
  const service = {
    id: trace.serviceSegment,
    name,
    trace_id: trace.root,
    ...(trace.parent !== undefined && { parent_id: trace.parent }),
    aws: { request_id: requestId },
    origin: 'AWS::Lambda',
    resource_arn: arn,
  };
  if (event.kind === 'throttle') {
    const at = inSeconds(event.at);
    const throttled = { error: true, throttle: true, http: { response: { status: 429 } } };
    return [{ ...service, start_time: at, end_time: at, ...throttled }];
  }
  const { receivedAt, startedAt, endedAt, outcome } = event;
  const fault = outcome.status === 'success' ? {} : { fault: true };
  const cause = outcome.status === 'success' ? {} : { cause: causeOf(outcome.error) };
  return [
    {
      ...service,
      ...span(receivedAt, endedAt),
      ...fault,
      http: { response: { status: 200 } },
    },
    {
      id: trace.functionSegment,
      name,
      trace_id: trace.root,
      parent_id: trace.serviceSegment,
      ...span(startedAt, endedAt),
      ...fault,
      ...cause,
      aws: { account_id: arn.split(':')[4], function_arn: arn, resource_names: [name] },
      origin: 'AWS::Lambda::Function',
      subsegments: phasesOf(event, arn),
    },
  ];
}

function phasesOf(event: Extract<InvocationRecord, { kind: 'invocation' }>, arn: string): readonly XrayEntity[] {
  const { trace, init, initFailed, startedAt, endedAt, outcome } = event;
  const aws = { function_arn: arn };
  const fault = outcome.status === 'success' ? {} : { fault: true };
  const initialisation =
    init === undefined
      ? []
      : [
          {
            id: segmentId(),
            name: 'Initialization',
            ...span(init.startedAt, init.endedAt),
            ...(initFailed && fault),
            aws,
          },
        ];
  if (initFailed) return initialisation;
  // A first init that failed was tried again inside the invocation.
  const handedOverAt = Math.max(startedAt, init?.endedAt ?? startedAt);
  const { answeredAt = endedAt } = outcome;
  return [
    ...initialisation,
    { id: trace.invocationSubsegment, name: 'Invocation', ...span(handedOverAt, answeredAt), ...fault, aws },
    ...(outcome.answeredAt === undefined
      ? []
      : [{ id: segmentId(), name: 'Overhead', ...span(answeredAt, endedAt), aws }]),
  ];
}

function span(startedAt: number, endedAt: number) {
  return { start_time: inSeconds(startedAt), end_time: inSeconds(Math.max(startedAt, endedAt)) };
}

/** To the microsecond. */
function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1e6;
}

function causeOf({ errorType, errorMessage }: FunctionError) {
  return { exceptions: [{ id: segmentId(), type: errorType, message: errorMessage }] };
}
