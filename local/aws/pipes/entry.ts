import { type Json, parseJson } from '../../../eventbridge/json.ts';
import { readJsonPath, valueAt } from '../../../eventbridge/json-path.ts';
import type { PipeDeclaration } from './declaration.ts';
import type { ReceivedMessage } from './source-queue.ts';
import { fillPipeTemplate } from './template.ts';

/** An entry of PutEvents in the JSON protocol. */
export interface PutEventsEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  /** Seconds since the epoch. */
  readonly Time?: number;
  readonly TraceHeader?: string;
}

export type EntryOf =
  | { readonly ok: true; readonly entry: PutEventsEntry }
  /** What is wrong with the message, by the parameter that finds nothing in it. */
  | { readonly ok: false; readonly reason: string };

/**
 * What the pipe puts on the bus for a message. Numbers keep their digits on the way, as parsed JSON otherwise would not;
 * how AWS writes a number that its template fills in is nowhere written.
 */
export function entryOf(
  { source, target, inputTemplate, eventBus }: PipeDeclaration,
  message: ReceivedMessage,
): EntryOf {
  const event = eventOf(source, message);
  const { AWSTraceHeader: traceHeader } = message.Attributes;
  try {
    return {
      ok: true,
      entry: {
        EventBusName: target,
        Source: text(event, 'source', eventBus.source),
        DetailType: text(event, 'detailType', eventBus.detailType),
        Detail: fillPipeTemplate(inputTemplate, (path) => value(event, 'inputTemplate', path)),
        ...(eventBus.time !== undefined && { Time: seconds(text(event, 'time', eventBus.time)) }),
        ...(traceHeader !== undefined && { TraceHeader: traceHeader }),
      },
    };
  } catch (error) {
    if (error instanceof Unfit) return { ok: false, reason: error.message };
    throw error;
  }
}

class Unfit extends Error {}

/**
 * The message as a pipe's event, with its body parsed where it is JSON, so that paths lead into it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html (implicit body data parsing)
 */
function eventOf(queueArn: string, { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes }: ReceivedMessage): Json {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: parsed(Body),
    attributes: Attributes,
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

function parsed(body: string): Json {
  try {
    return parseJson(body);
  } catch {
    return body;
  }
}

function text(event: Json, parameter: string, given: string): string {
  if (!given.startsWith('$')) return given;
  const found = value(event, parameter, given);
  if (typeof found === 'string') return found;
  throw new Unfit(`${parameter} wants a string at ${given}`);
}

function value(event: Json, parameter: string, path: string): Json {
  const steps = readJsonPath(path);
  const found = steps && valueAt(event, steps);
  if (found !== undefined) return found;
  throw new Unfit(`${parameter} finds nothing at ${path}`);
}

/** AWS takes RFC 3339. */
function seconds(time: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d[Tt ]/.test(time) ? Date.parse(time) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000;
  throw new Unfit(`time is "${time}", which is no RFC 3339 time`);
}
