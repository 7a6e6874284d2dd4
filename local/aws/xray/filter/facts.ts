import type { AnnotationValue, SegmentDocument, XrayEntity } from '../document.ts';
import { entities, rootOf, seconds } from '../summary.ts';

/**
 * What a filter expression can ask, of a whole trace or of one service in it. A keyword may have several values, one of
 * which has to satisfy a comparison.
 */
export interface Facts {
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly numbers: Readonly<Record<NumberKeyword, readonly number[]>>;
  readonly strings: (keyword: StringKeyword) => readonly string[];
  readonly annotations: (key: string) => readonly AnnotationValue[];
  readonly services: readonly Facts[];
}

export const flags = ['ok', 'error', 'throttle', 'fault', 'partial', 'inferred'] as const;
export type Flag = (typeof flags)[number];

export const numberKeywords = ['responsetime', 'duration', 'http.status'] as const;
export type NumberKeyword = (typeof numberKeywords)[number];

export const stringKeywords = [
  'http.url',
  'http.method',
  'http.useragent',
  'http.clientip',
  'user',
  'name',
  'type',
  'message',
  'resource.arn',
] as const;
export type StringKeyword = (typeof stringKeywords)[number];

/** Undefined when no segment has come yet. */
export function factsOf(segments: readonly SegmentDocument[]): Facts | undefined {
  const root = rootOf(segments);
  if (root === undefined) return undefined;
  const start = Math.min(...segments.map(({ start_time }) => start_time));
  const ends = segments.flatMap(({ end_time }) => end_time ?? []);
  const ofRoot = serviceFacts(root);
  return {
    ...ofRoot,
    flags: {
      ...ofRoot.flags,
      throttle: segments.some(({ throttle }) => throttle === true),
      partial: segments.some(({ in_progress }) => in_progress === true),
      inferred: segments.some(({ inferred }) => inferred === true),
    },
    numbers: { ...ofRoot.numbers, duration: ends.length === 0 ? [] : [seconds(Math.max(...ends) - start)] },
    strings: (keyword) => segments.flatMap((segment) => stringsIn(segment, keyword)),
    annotations: (key) => segments.flatMap((segment) => annotationsIn(segment, key)),
    services: segments.map(serviceFacts),
  };
}

function serviceFacts(segment: SegmentDocument): Facts {
  const { start_time, end_time, error, fault, throttle, http } = segment;
  const took = end_time === undefined ? [] : [seconds(end_time - start_time)];
  return {
    flags: {
      ok: !error && !fault && !throttle,
      error: error === true,
      fault: fault === true,
      throttle: throttle === true,
      partial: segment.in_progress === true,
      inferred: segment.inferred === true,
    },
    numbers: { responsetime: took, duration: took, 'http.status': given(http?.response?.status) },
    strings: (keyword) => stringsIn(segment, keyword),
    annotations: (key) => annotationsIn(segment, key),
    services: [],
  };
}

function stringsIn(segment: SegmentDocument, keyword: StringKeyword): readonly string[] {
  const { request = {} } = segment.http ?? {};
  switch (keyword) {
    case 'http.url':
      return given(request.url);
    case 'http.method':
      return given(request.method);
    case 'http.useragent':
      return given(request.user_agent);
    case 'http.clientip':
      return given(request.client_ip);
    case 'user':
    case 'name':
      return given(segment[keyword]);
    case 'type':
      return given(segment.origin);
    case 'message':
      return [...entities(segment)].flatMap(messagesOf);
    case 'resource.arn':
      return given(segment.resource_arn);
  }
}

function given<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function annotationsIn(segment: SegmentDocument, key: string): readonly AnnotationValue[] {
  return [...entities(segment)].flatMap(({ annotations = {} }) =>
    Object.hasOwn(annotations, key) ? given(annotations[key]) : [],
  );
}

/** Of the exceptions that a document gives as the cause; it may be the id of another document's instead. */
function messagesOf({ cause }: XrayEntity): readonly string[] {
  const exceptions: unknown = Object(cause).exceptions;
  if (!Array.isArray(exceptions)) return [];
  return exceptions.flatMap((exception) => {
    const message: unknown = Object(exception).message;
    return typeof message === 'string' ? [message] : [];
  });
}
