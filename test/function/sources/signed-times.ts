import type { Headers, Scheme } from '../../../function/sources/scheme.ts';

/** The characters of the time that a header says. */
export function timeIn({ timestamp, signature }: Scheme, headers: Headers): string {
  if (!timestamp || 'body' in timestamp.from) return '';
  if ('header' in timestamp.from) return headers[timestamp.from.header[0]] ?? '';
  return new RegExp(`\\b${timestamp.from.field}=(\\d+)`).exec(headers[signature.names[0]] ?? '')?.[1] ?? '';
}

/** The headers with another time. */
export function withTime({ timestamp, signature }: Scheme, headers: Headers, time: string): Headers {
  if (!timestamp || 'body' in timestamp.from) return headers;
  if ('header' in timestamp.from) return { ...headers, [timestamp.from.header[0]]: time };
  const [name] = signature.names;
  const { field } = timestamp.from;
  const changed = (headers[name] ?? '').replace(new RegExp(`\\b${field}=\\d+`), () => `${field}=${time}`);
  return { ...headers, [name]: changed };
}
