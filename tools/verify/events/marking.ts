import { randomUUID } from 'node:crypto';
import type { Scheme } from '../../../function/sources/scheme.ts';

/** The detail-type of test events, and the field of their data that tells which run they are of. */
export const mark = 'webhook-bridge-verify';

export function newRun(): string {
  return randomUUID();
}

/** The same with the mark, by which consumers can know a test. */
export function markedBody(body: Buffer, scheme: Scheme | undefined, run: string): Buffer {
  const text = body.toString('utf8');
  const payload = parsed(text);
  if (payload === undefined) return Buffer.from(`${text}&${new URLSearchParams({ [mark]: run })}`);
  const typed = eventTypePaths(scheme).reduce<unknown>((whole, path) => withText(whole, path, mark), payload);
  const one = (item: unknown) => (isObject(item) ? { ...item, [mark]: run } : item);
  return Buffer.from(JSON.stringify(Array.isArray(typed) ? typed.map(one) : one(typed)));
}

/** The headers in which the sender says the event type. */
export function eventTypeHeaders(scheme: Scheme | undefined): readonly string[] {
  return sources(scheme).flatMap((from) => ('header' in from ? [from.header[0]] : []));
}

/** A body that is no JSON is a form. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In place of the text that is there: where a body has none, its scheme takes the event type from elsewhere. */
function withText(value: unknown, [step, ...rest]: readonly string[], text: string): unknown {
  if (step === undefined) return typeof value === 'string' ? text : value;
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: withText(value[step], rest, text) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function eventTypePaths(scheme: Scheme | undefined): readonly (readonly string[])[] {
  return sources(scheme).flatMap((from) => ('body' in from ? [from.body] : []));
}

function sources(scheme: Scheme | undefined) {
  const eventType = scheme?.eventType;
  return eventType === undefined || 'always' in eventType ? [] : eventType.from;
}
