import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { operation } from '../service.ts';
import { type EventEntry, type IngestedEvent, ingest, type Origin } from './event.ts';

export interface Publishing extends Origin {
  readonly now: () => number;
  readonly publish: (busName: string, event: IngestedEvent) => void;
}

/**
 * Entries are taken or refused one by one, with HTTP 200. Codes:
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export function putEvents(publishing: Publishing) {
  return operation(request, ({ Entries }) => {
    if (Entries.reduce((bytes, entry) => bytes + entrySize(entry), 0) > maximumSize) {
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    const results = Entries.map((entry) => putEntry(entry, publishing));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  });
}

const length = "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length";

const entry = z.strictObject({
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().min(1).max(1600).optional(),
  /** Taken, as AWS takes it, and not passed on: targets of the local run get no trace header. */
  TraceHeader: z.string().min(1).max(500).optional(),
});

const request = z.strictObject({
  Entries: z
    .array(entry)
    .min(1, { error: `${length} greater than or equal to 1` })
    .max(10, { error: `${length} less than or equal to 10` }),
});

type RequestEntry = z.output<typeof entry>;
type ResultEntry = { readonly EventId: string } | Refusal;

interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** 1 MB, since January 2026. */
const maximumSize = 1024 * 1024;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function entrySize({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: RequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function putEntry(requested: RequestEntry, publishing: Publishing): ResultEntry {
  const accepted = accept(requested);
  if ('ErrorCode' in accepted) return accepted;
  const event = ingest(accepted, publishing, publishing.now());
  publishing.publish(busName(requested.EventBusName), event);
  return { EventId: event.id };
}

const malformed: Refusal = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

function accept({ Time, Source, DetailType, Detail, Resources = [] }: RequestEntry): EventEntry | Refusal {
  if (!Source) return required('Source');
  if (!DetailType) return required('DetailType');
  if (!Detail) return required('Detail');
  if (DetailType.length > 128) return invalid('DetailType', 'DetailType has more than 128 characters.');
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  if (!isObjectText(Detail) || hasLargeInteger(Detail) || depthOf(Detail) > maximumDepth) return malformed;
  const time = Time === undefined ? undefined : Time * 1000;
  return { source: Source, detailType: DetailType, detail: Detail, resources: Resources, time };
}

function required(parameter: string): Refusal {
  return invalid(parameter, `${parameter} is a required argument.`);
}

function invalid(parameter: string, reason: string): Refusal {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}` };
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const maximumDepth = 1_000;

/** How many objects and arrays are inside one another, itself included. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}

/**
 * AWS takes integers of 64 bits. With which code it refuses others is nowhere written: this is the one of a detail that it
 * cannot read.
 */
function hasLargeInteger(text: string): boolean {
  const numbers = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g) ?? [];
  return numbers.some((number) => /^-?\d{19,}$/.test(number) && BigInt.asIntN(64, BigInt(number)) !== BigInt(number));
}

/** From a name, or from an ARN such as `arn:aws:events:eu-west-1:123456789012:event-bus/orders`. */
export function busName(nameOrArn = 'default'): string {
  return nameOrArn.replace(/^arn:.*:event-bus\//, '');
}
