import type { Headers, Timestamp } from '../../sources/scheme.ts';
import { headerOf } from '../fields.ts';

/** A time that a header says, where the signature covers it. */
export interface SignedTime {
  /** The header's own characters, which are what is signed. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Seconds have at most 11 digits, which is up to the year 5138, and milliseconds more: neither is taken for the other.
 */
const shapes = {
  s: /^\d{1,11}$/,
  ms: /^\d{12,14}$/,
  iso: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
} as const;

/**
 * Nothing where the header is missing, is not a time alone, or there are two.
 * @param parts of the signature header
 */
export function signedTime(
  { from, unit }: Timestamp,
  headers: Headers,
  parts: readonly string[],
): SignedTime | undefined {
  if ('body' in from) return undefined;
  const text = 'header' in from ? headerOf(headers, from.header) : onePart(parts, from.field);
  if (text === undefined || !shapes[unit].test(text)) return undefined;
  const at = unit === 'iso' ? Date.parse(text) : Number(text) * (unit === 's' ? 1000 : 1);
  return Number.isNaN(at) ? undefined : { text, at };
}

function onePart(parts: readonly string[], label: string): string | undefined {
  const start = `${label}=`;
  const [part, ...more] = parts.filter((part) => part.startsWith(start));
  return more.length === 0 ? part?.slice(start.length) : undefined;
}
