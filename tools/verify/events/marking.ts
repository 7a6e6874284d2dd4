import { randomUUID } from 'node:crypto';
import type { EventType, From, Scheme } from '../../../function/sources/scheme.ts';

/** The detail-type of test events, and the field of their data that tells which run they are of. */
export const mark = 'webhook-bridge-verify';

export function newRun(): string {
  return randomUUID();
}

/** The same with the mark, by which consumers can know a test. */
export function markedBody(body: Buffer, scheme: Scheme, run: string): Buffer {
  const text = body.toString('utf8');
  const payload = parsed(text);
  if (payload === undefined) return markedForm(text, scheme, run);
  const typed = eventTypePaths(scheme).reduce<unknown>((whole, path) => withText(whole, path, mark), payload);
  const one = (item: unknown) => (isObject(item) ? { ...item, [mark]: run } : item);
  return Buffer.from(JSON.stringify(Array.isArray(typed) ? typed.map(one) : one(typed)));
}

/** The headers in which the sender says the event type. */
export function eventTypeHeaders(scheme: Scheme): readonly string[] {
  return sourcesOf(scheme.eventType).flatMap((from) => ('header' in from ? [from.header[0]] : []));
}

function markedForm(text: string, scheme: Scheme, run: string): Buffer {
  const form = new URLSearchParams(text);
  for (const [name = '', ...deeper] of eventTypePaths(scheme)) {
    if (deeper.length === 0 && form.has(name)) form.set(name, mark);
  }
  form.set(mark, run);
  return Buffer.from(String(form));
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

function eventTypePaths(scheme: Scheme): readonly (readonly string[])[] {
  return sourcesOf(scheme.eventType).flatMap((from) => ('body' in from ? [from.body] : []));
}

function sourcesOf(eventType: EventType): readonly From[] {
  if ('always' in eventType) return [];
  return [...eventType.from, ...(eventType.otherwise ? sourcesOf(eventType.otherwise) : [])];
}
